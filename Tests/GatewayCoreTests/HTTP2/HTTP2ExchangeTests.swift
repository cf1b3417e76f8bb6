import Foundation
import GatewayBytes
import GatewayFaults
import GatewayWire
import Testing

@testable import GatewayCore

private typealias Wire = HTTP2Bytes

/// Whole exchanges: both roles talk to each other, and heads are the ones that HTTP/1.1 has.
struct HTTP2ExchangeTests {
    /// Moves what one side wrote to the other.
    private static func pass(_ from: inout HTTP2Driver, _ to: inout HTTP2Driver) -> [String] {
        let bytes = from.output.prefix(.max)
        from.output.clear()
        return to.feed(bytes)
    }

    @Test
    func bothRoles() throws {
        var client = HTTP2Driver(fresh: .client)
        var server = HTTP2Driver(fresh: .server)
        #expect(Self.pass(&client, &server) == ["settings", "writable"])
        #expect(Self.pass(&server, &client) == ["settings", "writable"])
        #expect(client.connection.peerAllowsExtendedConnect == true)
        let text = "POST /a?b HTTP/1.1\r\nHost: h:1\r\nContent-Length: 5\r\nX-A: 1\r\nConnection: close\r\n\r\n"
        #expect(client.request(text, endStream: false) == 1)
        let content = Array("hello".utf8)
        #expect(client.connection.sendData(1, content.span, endStream: true, output: &client.output) == 5)
        #expect(Self.pass(&client, &server) == ["head 1 POST /a?b HTTP/1.1", "data 1 5 end"])
        let expected = "POST /a?b HTTP/1.1\r\nhost: h:1\r\ncontent-length: 5\r\nx-a: 1\r\n\r\n"
        #expect(server.message.text == expected)
        server.respond(1, "HTTP/1.1 103 \r\nLink: a\r\n\r\n", endStream: false)
        server.respond(1, "HTTP/1.1 200 OK\r\nServer: s\r\nTransfer-Encoding: chunked\r\n\r\n", endStream: false)
        #expect(server.connection.sendData(1, content.span, endStream: false, output: &server.output) == 5)
        server.connection.sendTrailers(1, Array("X-T: 1\r\n\r\n".utf8).span, output: &server.output)
        let events = Self.pass(&server, &client)
        #expect(events == ["head 1 HTTP/1.1 103  interim", "head 1 HTTP/1.1 200 ", "data 1 5", "trailers 1 x-t: 1"])
        #expect(client.connection.streamCount == 0)
        #expect(server.connection.streamCount == 0)
    }

    /// The head is what the router and the composer know from HTTP/1.1.
    @Test
    func requestHead() throws {
        var driver = HTTP2Driver(.server)
        let fields = Wire.fields(("cookie", "a=1"), ("accept", "*/*"), ("cookie", "b=2"), ("te", "trailers"))
        _ = driver.feed(Wire.headers(1, Wire.get + fields, end: true))
        #expect(
            driver.message.text
                == "GET / HTTP/1.1\r\nhost: a\r\naccept: */*\r\nte: trailers\r\ncookie: a=1; b=2\r\n\r\n"
        )
        var head = RequestHead()
        let count = try head.read(http2: driver.message.span, limits: .request, endStream: true)
        #expect(count == driver.message.count)
        #expect(head.version == .http2)
        #expect(head.method == .get)
        #expect(head.framing == .none)
        #expect(head.fields.count == 4)
        #expect(head.fields.first(.te)?.isHopByHop == true)
    }

    @Test(arguments: [(nil, false, BodyFraming.chunked), ("3", false, .length(3)), (nil, true, .none)])
    func framing(_ length: String?, _ endStream: Bool, _ expected: BodyFraming) throws {
        var driver = HTTP2Driver(.server)
        let block = Wire.post + (length.map { Wire.fields(("content-length", $0)) } ?? [])
        _ = driver.feed(Wire.headers(1, block, end: endStream))
        var head = RequestHead()
        _ = try head.read(http2: driver.message.span, limits: .request, endStream: endStream)
        #expect(head.framing == expected)
    }

    @Test
    func responseHead() throws {
        var driver = HTTP2Driver(.client)
        #expect(driver.request() == 1)
        _ = driver.feed(Wire.headers(1, Wire.ok + Wire.fields(("server", "s"))))
        var head = ResponseHead()
        let text = driver.message.span
        _ = try head.read(http2: text, limits: .response, requestMethod: .get, endStream: false)
        #expect(head.status == 200)
        #expect(head.framing == .chunked)
        #expect(head.isPersistent == true)
        #expect(head.version == .http2)
    }

    /// What HTTP/2 lets pass and HTTP/1.1 must not see is refused by the parser of heads.
    @Test(arguments: [("/\u{7f}", "pseudo_field_invalid"), ("/%zz", nil), ("/#", nil), ("/\\", nil)])
    func pathsThatNobodyAccepts(_ path: String, _ rule: String?) {
        var driver = HTTP2Driver(.server)
        let block = Wire.fields((":method", "GET"), (":scheme", "http"), (":path", path), (":authority", "a"))
        let event = driver.feed(Wire.headers(1, block, end: true)).last
        if let rule {
            #expect(event == "failed 1 PROTOCOL_ERROR \(rule)")
            return
        }
        var head = RequestHead()
        #expect(throws: Fault.self) {
            _ = try head.read(http2: driver.message.span, limits: .request, endStream: true)
        }
    }

    /// RFC 8441: the exchange is an upgrade as in HTTP/1.1, and its 101 is a 200.
    @Test
    func webSocket() throws {
        var driver = HTTP2Driver(.server)
        let block = Wire.fields(
            (":method", "CONNECT"),
            (":protocol", "websocket"),
            (":scheme", "http"),
            (":path", "/c"),
            (":authority", "a"),
            ("sec-websocket-version", "13")
        )
        #expect(driver.feed(Wire.headers(1, block)) == ["head 1 GET /c HTTP/1.1"])
        var head = RequestHead()
        _ = try head.read(http2: driver.message.span, limits: .request, endStream: false)
        #expect(head.wantsUpgrade == true)
        #expect(head.framing == .none)
        let key = driver.message.text.split(separator: "\r\n").first { $0.hasPrefix("sec-websocket-key: ") }
        #expect(key?.dropFirst(19).count == 24)
        #expect(key?.hasSuffix("==") == true)
        driver.respond(
            1,
            "HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n",
            endStream: false
        )
        // :status 200 and nothing else.
        #expect(driver.output.prefix(99) == HTTP2Bytes.frame(1, 4, 1, [0x88]))
        #expect(driver.feed(Wire.data(1, 9)) == ["data 1 9"])
    }

    /// RFC 7541 §6.2.3: what may never be indexed is sent on as that.
    @Test
    func neverIndexedStaysSo() {
        var reader = HTTP2HeadReader()
        var text = Buffer()
        let block = Wire.get + [0x10, 1, 0x78, 1, 0x79]
        guard
            case .complete(let facts) = try? reader.read(
                block.span,
                kind: .request,
                listLimit: 1000,
                into: &text
            )
        else {
            Issue.record("not decoded")
            return
        }
        var writer = HTTP2HeadWriter(isShared: true)
        var out = Buffer()
        for _ in 0..<3 {
            out.clear()
            writer.writeRequest(text.span, isTLS: false, neverIndexed: facts.neverIndexed, into: &out)
        }
        #expect(out.prefix(99).suffix(5) == [0x10, 1, 0x78, 1, 0x79])
    }

    /// Secrets are never indexed, and long cookies not where others share the connection.
    @Test(arguments: [
        ("authorization: abc", true, UInt8(0x1f)), ("cookie: a=1", false, 0x1f),
        ("cookie: a=0123456789012345678901", true, 0x0f), ("set-cookie: a=1", false, 0x1f),
    ])
    func secrets(_ line: String, _ isShared: Bool, _ first: UInt8) {
        var writer = HTTP2HeadWriter(isShared: isShared)
        for _ in 0..<3 {
            var out = Buffer()
            writer.writeResponse(Array("HTTP/1.1 200 \r\n\(line)\r\n\r\n".utf8).span, into: &out)
            #expect(out.prefix(2) == [0x88, first])
        }
    }

    /// A head larger than a frame is cut, and comes out whole.
    @Test
    func largeHeads() {
        var client = HTTP2Driver(.client)
        var server = HTTP2Driver(.server)
        let value = String(repeating: "~", count: 20_000)
        #expect(client.request("GET / HTTP/1.1\r\nHost: a\r\nX-A: \(value)\r\nX-B: \(value)\r\n\r\n") == 1)
        let bytes = client.output.prefix(.max)
        #expect(client.sent() == ["headers 1 more end", "continuation 1 more", "continuation 1"])
        #expect(server.feed(bytes) == ["head 1 GET / HTTP/1.1 end"])
        #expect(server.message.text.contains("x-b: \(value)\r\n"))
    }

    /// The upstream is told in which version the request was received (RFC 9110 §7.6.3), and how its content is framed.
    @Test
    func composed() throws {
        var driver = HTTP2Driver(.server)
        _ = driver.feed(Wire.headers(1, Wire.post + Wire.fields(("x-a", "1"), ("te", "trailers"))))
        var head = RequestHead()
        let count = try head.read(http2: driver.message.span, limits: .request, endStream: false)
        var peer = Buffer()
        peer.append("192.0.2.1")
        var request = Buffer()
        RequestComposer.compose(
            head,
            driver.message,
            headCount: count,
            peer: peer,
            client: ClientFacts(isTrusted: false, isTLS: true),
            rules: ForwardingRules(identity: "gw", mark: "1"),
            rewrite: RouteRewrite(),
            into: &request
        )
        let lines = request.text.components(separatedBy: "\r\n")
        #expect(lines.prefix(3) == ["POST / HTTP/1.1", "Host: a", "x-a: 1"])
        #expect(lines.contains("Via: 2 gw (gg-1)"))
        #expect(lines.contains("Transfer-Encoding: chunked"))
        #expect(!lines.contains { $0.hasPrefix("te:") })
    }
}
