/// Where a field stands in the block that is being read; -1 as start for a field that is missing.
///
/// Offsets instead of a sub-span, so that a record can hold fields without holding memory. A block is never larger
/// than `Int32` can count.
struct Slice: Hashable, Sendable, BitwiseCopyable {
    var start: Int32
    var count: Int32

    static var none: Slice { Slice(start: -1, count: 0) }

    init(start: Int32, count: Int32) {
        self.start = start
        self.count = count
    }

    @inline(__always)
    init(_ lower: Int, _ upper: Int) {
        self.start = Int32(truncatingIfNeeded: lower)
        self.count = Int32(truncatingIfNeeded: max(0, upper &- lower))
    }

    var lower: Int { Int(self.start) }
    var upper: Int { Int(self.start) + Int(self.count) }
    var isMissing: Bool { self.start < 0 }
    var isEmpty: Bool { self.count == 0 }
}

extension Slice {
    /// Whether the field is exactly this text.
    func equals(_ text: StaticString, in bytes: borrowing Span<UInt8>) -> Bool {
        Int(self.count) == text.utf8CodeUnitCount && Text.begins(text, in: bytes, at: self.lower, to: self.upper)
    }

    /// Whether the field is missing, empty, or the dash that logs write for nothing.
    func isBlank(in bytes: borrowing Span<UInt8>) -> Bool {
        self.isMissing || self.isEmpty || (self.count == 1 && bytes[self.lower] == UInt8(ascii: "-"))
    }

    /// The field as text; bytes that are no UTF-8 become replacement characters.
    ///
    /// At most `most` bytes.
    func string(_ bytes: borrowing Span<UInt8>, most: Int = 512) -> String {
        guard !self.isMissing else { return "" }
        var copy: [UInt8] = []
        let upper = min(self.upper, self.lower + most)
        copy.reserveCapacity(max(0, upper - self.lower))
        for index in self.lower..<max(self.lower, upper) { copy.append(bytes[index]) }
        return String(decoding: copy, as: UTF8.self)
    }

    /// The hash of the field, eight bytes at a time; `Text.hash` makes the same of the same text.
    func hash(_ bytes: borrowing Span<UInt8>, seed: UInt64 = Text.seed) -> UInt64 {
        guard !self.isMissing else { return seed }
        var hash = seed
        var at = self.lower
        let end = self.upper
        while at &+ 8 <= end {
            hash = Text.step(hash, ByteScan.word(bytes, at).littleEndian)
            at &+= 8
        }
        var rest = UInt64(end &- at)
        while at < end {
            rest = rest << 8 | UInt64(bytes[at])
            at &+= 1
        }
        return Text.step(hash, rest)
    }
}
