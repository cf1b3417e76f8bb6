/// The field line of a response head that was over a limit: its name, and how much of it was seen.
public struct OversizedField: Sendable, Equatable {
    public let name: String
    /// Bytes of the line up to where reading stopped; the whole line is at least as long.
    public let size: Int

    /// Finds the line that holds the byte at `offset`; nil when it has no readable name.
    public init?(in bytes: borrowing Span<UInt8>, at offset: Int) {
        guard offset > 0, bytes.count > 0 else { return nil }
        let end = min(offset, bytes.count)
        var start = end
        while start > 0, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
        var name: [UInt8] = []
        var index = start
        while index < end, bytes[index] != UInt8(ascii: ":") {
            // A name that long, or with anything but visible ASCII in it, is not worth repeating.
            guard name.count < 64, bytes[index] > 0x20, bytes[index] < 0x7F else { return nil }
            name.append(bytes[index])
            index += 1
        }
        guard index < end, !name.isEmpty else { return nil }
        self.name = String(decoding: name, as: UTF8.self)
        self.size = end - start
    }
}
