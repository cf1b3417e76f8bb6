internal import GatewayBytes

/// The start line that was encoded last, with the host of a request, and the pseudo fields that it became.
///
/// Kept only where it would be encoded the same way again for as long as the compression table stays as it is. Not
/// responsible for encoding.
internal struct HTTP2EncodedStart: ~Copyable, Sendable {
    /// Octets of text that are kept for a connection at most.
    private static var textLimit: Int { 2048 }

    /// The line, and the host behind it.
    private var text = Buffer()
    private var lineCount = 0
    private var options: UInt8 = 0
    private var block = Buffer()
    private var changes: UInt64 = 0

    /// Appends what the same start became; returns false where it was another one.
    internal mutating func reuse(
        _ text: borrowing Span<UInt8>,
        _ key: HTTP2StartKey,
        table changes: UInt64,
        into output: inout Buffer
    ) -> Bool {
        let count = key.lineCount &+ Int(key.host.count)
        guard key.lineCount == self.lineCount, count == self.text.count, key.options == self.options,
            changes == self.changes
        else { return false }
        let known = self.text.span
        guard Scan.areEqual(text, at: 0, known.extracting(0..<key.lineCount)),
            Scan.areEqual(text, at: Int(key.host.start), known.extracting(key.lineCount..<count))
        else { return false }
        output.append(self.block.span)
        return true
    }

    /// Keeps a start whose representation is in `block` behind `mark`.
    internal mutating func keep(
        _ text: borrowing Span<UInt8>,
        _ key: HTTP2StartKey,
        table changes: UInt64,
        _ block: borrowing Span<UInt8>,
        from mark: Int
    ) {
        self.forget()
        guard key.lineCount &+ Int(key.host.count) <= Self.textLimit else { return }
        self.text.append(text, from: 0, count: key.lineCount)
        self.text.append(text, from: Int(key.host.start), count: Int(key.host.count))
        self.lineCount = key.lineCount
        self.options = key.options
        self.block.append(block, from: mark, count: block.count &- mark)
        self.changes = changes
    }

    /// Forgets it; no start has an empty line.
    internal mutating func forget() {
        self.text.clear()
        self.lineCount = 0
        self.block.clear()
    }

    /// Forgets it and frees its memory.
    internal mutating func release() {
        self.forget()
        self.text.release()
        self.block.release()
    }
}
