import GatewayBytes
import Testing

@testable import GatewayWire

/// What is encoded comes out again, in as few octets as it may.
struct HPACKEncoderTests {
    private static func encode(
        _ encoder: inout HPACKEncoder,
        _ fields: [(String, String)],
        indexing: HPACKEncoder.Indexing = .allowed
    ) -> [UInt8] {
        var block = Buffer()
        encoder.begin(into: &block)
        for (name, value) in fields {
            encoder.encode(
                name: Array(name.utf8).span,
                value: Array(value.utf8).span,
                indexing: indexing,
                into: &block
            )
        }
        return block.prefix(.max)
    }

    @Test
    func staticFieldsAreOneOctet() {
        var encoder = HPACKEncoder()
        let fields = [(":method", "GET"), (":path", "/"), (":status", "404"), ("accept-encoding", "gzip, deflate")]
        #expect(Self.encode(&encoder, fields) == hex("82848d90"))
    }

    @Test
    func aFieldIsIndexedWhenItComesAgain() {
        var encoder = HPACKEncoder()
        let field = [("server", "example")]
        let first = Self.encode(&encoder, field)
        #expect(first[0] & 0xf0 == 0)
        #expect(encoder.tableSize == 0)
        let second = Self.encode(&encoder, field)
        #expect(second[0] & 0xc0 == 0x40)
        #expect(Self.encode(&encoder, field) == [0xbe])
    }

    @Test(arguments: HPACKEncoder.Indexing.allCases)
    func representations(_ indexing: HPACKEncoder.Indexing) throws {
        var encoder = HPACKEncoder()
        var run = HPACKRun()
        var block: [UInt8] = []
        for _ in 0..<3 {
            block = Self.encode(&encoder, [("x-a", "1")], indexing: indexing)
            #expect(try run.decode(block) == [indexing == .never ? "!x-a: 1" : "x-a: 1"])
        }
        switch indexing {
        case .allowed: #expect(block == [0xbe])
        case .avoided: #expect(block[0] == 0)
        case .never: #expect(block[0] == 0x10)
        }
    }

    /// RFC 7541 §4.2: the smallest size between two blocks is told, then the last.
    @Test
    func sizesAreTold() throws {
        var encoder = HPACKEncoder()
        encoder.setMaximum(0)
        encoder.setMaximum(1000)
        let block = Self.encode(&encoder, [(":method", "GET")])
        #expect(block == hex("203fc90782"))
        #expect(Self.encode(&encoder, [(":method", "GET")]) == [0x82])
        encoder.setMaximum(1_000_000)
        #expect(Self.encode(&encoder, []) == hex("3fe11f"))
    }

    @Test(arguments: [UInt64(1), 2, 3, 4])
    func roundTrip(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var encoder = HPACKEncoder()
        var run = HPACKRun()
        let names = [
            "accept", "x-a", "x-b", "cookie", ":path", "etag", "a-very-long-name-that-is-not-known-to-anybody",
        ]
        for _ in 0..<400 {
            if Int.random(in: 0..<20, using: &generator) == 0 {
                let size = Int.random(in: 0...4096, using: &generator)
                encoder.setMaximum(size)
            }
            let fields = (0..<Int.random(in: 0...12, using: &generator)).map { _ -> (String, String) in
                let count = Int.random(in: 0...3, using: &generator) == 0 ? 300 : 4
                let value = (0..<Int.random(in: 0...count, using: &generator)).map { _ in
                    Character(UnicodeScalar(UInt8.random(in: 0x20...0x7e, using: &generator)))
                }
                return (names.randomElement(using: &generator) ?? "x", String(value))
            }
            let decoded = try run.decode(Self.encode(&encoder, fields))
            #expect(decoded == fields.map { "\($0.0): \($0.1)" })
            #expect(encoder.tableSize == run.decoder.tableSize)
        }
    }

    @Test
    func huffmanRoundTripOfEveryOctet() throws {
        let bytes = (0...255).map { UInt8($0) }
        for count in 0...255 {
            let text = Array(bytes[count...])
            var block = Buffer()
            HuffmanCode.shared.encode(text.span, into: &block)
            let coded = block.prefix(.max)
            var decoded = Buffer()
            try HuffmanCode.shared.decode(coded.span, 0..<coded.count, into: &decoded)
            #expect(decoded.prefix(.max) == text)
        }
    }
}
