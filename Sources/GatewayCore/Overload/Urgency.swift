/// The urgency that a request's priority field names (RFC 9218 §4.1): `u=0` … `u=7`, 0 first.
public enum Urgency {
    /// The last `u` member of the dictionary counts (RFC 9651 §3.2); nil where there is none or it is out of range.
    public static func read(_ bytes: borrowing Span<UInt8>, _ value: Range<Int>) -> Int? {
        var found: Int?
        var index = value.lowerBound
        while index < value.upperBound {
            while index < value.upperBound, bytes[index] == UInt8(ascii: " ") || bytes[index] == UInt8(ascii: "\t") {
                index += 1
            }
            let start = index
            while index < value.upperBound, bytes[index] != UInt8(ascii: ",") { index += 1 }
            if let urgency = Self.member(bytes, start..<index) { found = urgency }
            index += 1
        }
        return found
    }

    private static func member(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Int? {
        guard range.count >= 3, bytes[range.lowerBound] == UInt8(ascii: "u"),
            bytes[range.lowerBound + 1] == UInt8(ascii: "=")
        else { return nil }
        let digit = bytes[range.lowerBound + 2]
        guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "7") else { return nil }
        guard range.count > 3 else { return Int(digit - UInt8(ascii: "0")) }
        let next = bytes[range.lowerBound + 3]
        let ends = next == UInt8(ascii: " ") || next == UInt8(ascii: "\t") || next == UInt8(ascii: ";")
        return ends ? Int(digit - UInt8(ascii: "0")) : nil
    }
}
