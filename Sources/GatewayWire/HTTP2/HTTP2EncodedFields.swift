internal import GatewayBytes

/// Field lines and what they were encoded as last: heads on one connection repeat most of theirs.
///
/// Kept are only lines that would be encoded the same way again for as long as the compression table stays as it is, so
/// that a head that begins with the same ones takes their representation over. Not responsible for encoding.
internal struct HTTP2EncodedFields: ~Copyable, Sendable {
    /// Where a line and its representation end, counted from the first one's beginning.
    private struct Line: Sendable, BitwiseCopyable {
        let textEnd: UInt32
        let blockEnd: UInt32
    }

    /// Octets of text that are kept for a connection at most, and lines.
    private static var textLimit: Int { 4096 }
    private static var lineLimit: Int { 64 }

    private var text = Buffer()
    private var block = Buffer()
    private var lines: ContiguousArray<Line> = []
    /// The state of the compression table that all of it holds for.
    private var changes: UInt64 = 0

    /// Appends what the first lines of `fields` became, and returns how many octets of text these are.
    ///
    /// What follows them is forgotten: `endLine` and `keep` tell what came instead.
    internal mutating func reuse(
        _ fields: borrowing Span<UInt8>,
        table changes: UInt64,
        into output: inout Buffer
    ) -> Int {
        guard changes == self.changes else {
            self.clear()
            self.changes = changes
            return 0
        }
        let common = Scan.commonCount(self.text.span, fields)
        var count = self.lines.count
        while count > 0, Int(self.lines[count &- 1].textEnd) > common { count &-= 1 }
        guard count > 0 else {
            self.clear()
            return 0
        }
        if count < self.lines.count {
            self.lines.removeLast(self.lines.count &- count)
            self.text.truncate(to: Int(self.lines[count &- 1].textEnd))
            self.block.truncate(to: Int(self.lines[count &- 1].blockEnd))
        }
        output.append(self.block.span)
        return self.text.count
    }

    /// A line was encoded in a way that lasts, and so were all before it.
    internal mutating func endLine(text: Int, block: Int) {
        guard self.lines.count < Self.lineLimit, text <= Self.textLimit else { return }
        self.lines.append(Line(textEnd: UInt32(text), blockEnd: UInt32(block)))
    }

    /// Keeps the lines that were told of: text from `fields`, representations from `block` behind `mark`.
    internal mutating func keep(
        _ fields: borrowing Span<UInt8>,
        _ block: borrowing Span<UInt8>,
        from mark: Int,
        table changes: UInt64
    ) {
        // A field that entered the table moved the index of every other.
        guard changes == self.changes else { return self.clear() }
        guard let last = self.lines.last else { return }
        let text = self.text.count
        self.text.append(fields, from: text, count: Int(last.textEnd) &- text)
        let known = self.block.count
        self.block.append(block, from: mark &+ known, count: Int(last.blockEnd) &- known)
    }

    /// Forgets everything and frees its memory.
    internal mutating func release() {
        self.text.release()
        self.block.release()
        self.lines = []
    }

    private mutating func clear() {
        self.text.clear()
        self.block.clear()
        self.lines.removeAll(keepingCapacity: true)
    }
}
