import Testing

@testable import GatewayWire

@Suite struct FieldHashTests {
    private static func areEqual(_ bytes: [UInt8], _ range: ByteRange, _ other: [UInt8]) -> Bool {
        FieldHash.areEqual(bytes.span, range, other.span)
    }

    @Test func textsAreEqualWhereEveryByteIs() {
        for count in 0...40 {
            let text = (0..<UInt8(count)).map { $0 + 65 }
            let bytes = [1, 2, 3] + text + [4]
            let range = ByteRange(start: 3, count: UInt32(count))
            #expect(Self.areEqual(bytes, range, text))
            #expect(!Self.areEqual(bytes, range, text + [66]))
            for place in text.indices {
                var other = text
                other[place] ^= 0x20
                #expect(!Self.areEqual(bytes, range, other))
            }
        }
    }
}
