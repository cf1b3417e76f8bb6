import GatewayBytes
import Testing

@testable import GatewayWire

/// What only requests to upstreams of HTTP/2 ask for.
struct HTTP2UpstreamRequestTests {
    @Test(arguments: [
        ("websocket", "websocket"), (" websocket ", "websocket"), ("foo, websocket", "foo"), (", foo", "foo"),
        ("h2c", nil), ("H2C", nil), ("TLS/1.0", nil), ("TLS/1.0, foo", nil), ("", nil), (",", nil),
    ])
    func theProtocolOfAnExtendedConnect(_ value: String, _ expected: String?) {
        let text = Array("GET / HTTP/1.1\r\nHost: a\r\nUpgrade:\(value)\r\nConnection: Upgrade\r\n\r\n".utf8)
        let range = HTTP2HeadWriter.upgrade(in: text.span)
        #expect(range.map { String(decoding: text[$0.offsets], as: UTF8.self) } == expected)
    }

    @Test
    func noProtocolWithoutUpgrade() {
        let text = Array("GET / HTTP/1.1\r\nHost: a\r\n\r\nUpgrade: websocket\r\n\r\n".utf8)
        #expect(HTTP2HeadWriter.upgrade(in: text.span) == nil)
    }

    @Test
    func anExtendedConnectHasItsPseudoFieldsAndNoHandshake() throws {
        let text =
            "GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        let bytes = Array(text.utf8)
        var writer = HTTP2HeadWriter(isShared: true)
        var block = Buffer()
        let upgrade = HTTP2HeadWriter.upgrade(in: bytes.span)
        writer.writeRequest(bytes.span, isTLS: true, upgrade: upgrade, into: &block)
        var reader = HTTP2HeadReader(allowsProtocol: true)
        var read = Buffer()
        guard case .complete(let facts) = try reader.read(block.span, kind: .request, listLimit: 65_536, into: &read)
        else {
            Issue.record("not a request")
            return
        }
        #expect(facts.isExtendedConnect)
        #expect(read.text.hasPrefix("GET /chat HTTP/1.1\r\nhost: a\r\nconnection: Upgrade\r\nupgrade: websocket\r\n"))
        #expect(read.text.contains("sec-websocket-version: 13\r\n"))
        #expect(!read.text.contains("dGhlIHNhbXBsZSBub25jZQ=="))
    }

    /// RFC 9113 §6.5.2: names and values, and 32 octets for each; what we say is never too small.
    @Test
    func theSizeOfAHeaderList() {
        let text = Array("GET /path HTTP/1.1\r\nHost: a.example\r\nX-One: 1\r\nX-Two: two\r\n\r\n".utf8)
        let list = [
            (":method", "GET"), (":scheme", "https"), (":path", "/path"), (":authority", "a.example"), ("x-one", "1"),
            ("x-two", "two"),
        ]
        let exact = list.reduce(0) { $0 + $1.0.utf8.count + $1.1.utf8.count + 32 }
        let size = HTTP2HeadWriter.listSize(ofRequest: text.span)
        #expect(size >= exact)
        #expect(size <= exact + 24)
    }

    /// The example of RFC 6455 §1.3, and keys around the block of the hash.
    @Test(arguments: [
        ("dGhlIHNhbXBsZSBub25jZQ==", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
        ("x3JJHMbDL1EzLkh9GBhXDw==", "HSmrc0sMlYUkAGmm5OPpG2HaGWk="),
    ])
    func theAcceptOfAWebSocket(_ key: String, _ expected: String) {
        var buffer = Buffer()
        WebSocketAccept.append(key: Array(key.utf8).span, to: &buffer)
        #expect(buffer.text == expected)
    }

    @Test(
        arguments: [
            ("", [0xda39_a3ee, 0x5e6b_4b0d, 0x3255_bfef, 0x9560_1890, 0xafd8_0709]),
            ("abc", [0xa999_3e36, 0x4706_816a, 0xba3e_2571, 0x7850_c26c, 0x9cd0_d89d]),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                [0x8498_3e44, 0x1c3b_d26e, 0xbaae_4aa1, 0xf951_29e5, 0xe546_70f1]
            ),
        ] as [(String, [UInt32])]
    )
    func theHash(_ text: String, _ expected: [UInt32]) {
        var hash = SHA1()
        hash.update(Array(text.utf8).span)
        let words = hash.finish()
        #expect((0..<5).map { words[$0] } == expected)
    }

    @Test(arguments: [
        ("trailers", true), ("gzip, trailers", true), ("Trailers", true), ("gzip", false), ("trailers;q=0.5", false),
    ])
    func whoTakesTrailers(_ value: String, _ expected: Bool) throws {
        let text = Array("GET / HTTP/1.1\r\nHost: a\r\nTE: \(value)\r\n\r\n".utf8)
        var head = RequestHead()
        _ = try head.parse(text.span, limits: .request)
        #expect(head.acceptsTrailers(in: text.span) == expected)
    }

    @Test
    func everyRuleHasASentenceOfItsOwn() {
        for rule in HTTP2Rule.allCases { #expect(!"\(rule.sentence)".isEmpty) }
    }
}
