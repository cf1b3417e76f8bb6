import Testing

@testable import GatewayWire

@Suite struct FieldHashTests {
    private static func areEqual(_ bytes: [UInt8], _ range: ByteRange, _ other: [UInt8]) -> Bool {
        FieldHash.areEqual(bytes.span, range, other.span)
    }

    /// Wherever it stands, and whatever is around it.
    @Test func aTextHasOneHash() {
        for count in 0...40 {
            let text = (0..<UInt8(count)).map { $0 + 65 }
            let hash = FieldHash(text.span, from: 0, to: count).value
            for before in 0...9 {
                let bytes = [UInt8](repeating: 7, count: before) + text + [8, 9]
                let same = FieldHash(bytes.span, from: before, to: before + count).value
                #expect(same == hash, "\(count) bytes after \(before)")
            }
            guard count > 0 else { continue }
            let shorter = FieldHash(text.span, from: 0, to: count - 1).value
            let changed = Array(text.dropLast()) + [UInt8(ascii: "~")]
            let other = FieldHash(changed.span, from: 0, to: count).value
            #expect(shorter != hash)
            #expect(other != hash)
        }
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
