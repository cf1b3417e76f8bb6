import GatewayWire
import Testing

/// Bytes of a text whose scalars below 256 stand for themselves.
func bytes(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { scalar in
        precondition(scalar.value < 256, "\(scalar) is not a byte")
        return UInt8(scalar.value)
    }
}

/// Lines with CRLF, and the empty line that ends a head.
func head(_ lines: String...) -> String {
    lines.joined(separator: "\r\n") + "\r\n\r\n"
}

/// A text with the mark `‸` before the byte that a fault must name.
struct MarkedText: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let offset: Int32
    let testDescription: String

    init(_ text: String) {
        let parts = text.split(separator: "‸", maxSplits: 1, omittingEmptySubsequences: false)
        precondition(parts.count == 2, "no mark in \(text)")
        self.offset = Int32(parts[0].unicodeScalars.count)
        self.bytes = GatewayWireTests.bytes(String(parts[0]) + String(parts[1]))
        self.testDescription = text.debugDescription
    }
}

/// The bytes of a range as text, one scalar a byte.
func text(_ bytes: [UInt8], _ range: ByteRange) -> String {
    String(String.UnicodeScalarView(bytes[range.offsets].map { Unicode.Scalar($0) }))
}
