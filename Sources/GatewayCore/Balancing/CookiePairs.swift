/// The values of one name in a `Cookie` field (RFC 6265 §4.2.1), one after the other.
///
/// Lenient as servers are: spaces around a pair do not count, and what is no pair is skipped. Not responsible for
/// what a value means.
struct CookiePairs {
    private var offset: Int
    private let end: Int

    /// - Parameter range: the field's value within the bytes.
    init(_ range: Range<Int>) {
        self.offset = range.lowerBound
        self.end = range.upperBound
    }

    /// The next value whose name is exactly `name`; names are case-sensitive.
    mutating func next(_ bytes: borrowing Span<UInt8>, name: [UInt8]) -> Range<Int>? {
        while self.offset < self.end {
            var start = self.offset
            var stop = start
            while stop < self.end, bytes[stop] != UInt8(ascii: ";") { stop &+= 1 }
            self.offset = stop &+ 1
            while start < stop, Self.isBlank(bytes[start]) { start &+= 1 }
            while stop > start, Self.isBlank(bytes[stop &- 1]) { stop &-= 1 }
            guard stop &- start > name.count, bytes[start &+ name.count] == UInt8(ascii: "=") else { continue }
            guard Self.matches(bytes, start, name) else { continue }
            return start &+ name.count &+ 1..<stop
        }
        return nil
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    private static func matches(_ bytes: borrowing Span<UInt8>, _ start: Int, _ name: [UInt8]) -> Bool {
        for index in name.indices where bytes[start &+ index] != name[index] { return false }
        return true
    }
}
