import GatewayFaults
import GatewayWire
import Testing

/// Where content ends and whether the connection goes on, by the fields of either head.
struct FramingTests {
    @Test(arguments: [
        (["Content-Length: 5"], BodyFraming.length(5)), (["Content-Length: 0"], .length(0)), ([], .none),
        (["Content-Length: 005"], .length(5)), (["Content-Length: 5", "Content-Length: 5"], .length(5)),
        (["Content-Length: 5, 5"], .length(5)),
        (["Content-Length: 9223372036854775807"], .length(9_223_372_036_854_775_807)),
        (["Transfer-Encoding: chunked"], .chunked), (["Transfer-Encoding: CHUNKED"], .chunked),
    ])
    func framesRequests(_ fields: [String], _ framing: BodyFraming) {
        #expect(self.request(fields)?.framing == framing)
    }

    @Test
    func refusesCodingsInHTTP10() {
        let request = MarkedText("POST / HTTP/1.0\r\n‸Transfer-Encoding: chunked\r\n\r\n")
        #expect(readRequest(request.bytes) == .fault(.requestCodingNotFinal, at: request.offset))
        let response = MarkedText("HTTP/1.0 200 OK\r\n‸Transfer-Encoding: chunked\r\n\r\n")
        #expect(readResponse(response.bytes) == .fault(.responseCodingNotFinal, at: response.offset))
    }

    @Test(arguments: [
        (200, Method.get, [], BodyFraming.untilClose), (200, .get, ["Content-Length: 5"], .length(5)),
        (200, .get, ["Transfer-Encoding: chunked"], .chunked), (200, .head, ["Content-Length: 5"], .none),
        (200, .head, ["Transfer-Encoding: chunked"], .none), (204, .get, [], .none),
        (304, .get, ["Content-Length: 5"], .none),
        (100, .post, [], .none), (101, .get, [], .none), (103, .get, [], .none),
        (200, .connect, ["Content-Length: 5"], .none),
        (299, .connect, [], .none), (407, .connect, ["Content-Length: 5"], .length(5)), (205, .get, [], .untilClose),
        (999, .get, [], .untilClose),
    ])
    func framesResponses(_ status: Int, _ method: Method, _ fields: [String], _ framing: BodyFraming) {
        #expect(self.response(status, fields, to: method)?.framing == framing)
    }

    @Test(arguments: [
        ("HTTP/1.1", [], true), ("HTTP/1.1", ["Connection: close"], false),
        ("HTTP/1.1", ["Connection: foo, CLOSE"], false),
        ("HTTP/1.1", ["Connection: keep-alive"], true), ("HTTP/1.1", ["Connection: closed"], true),
        ("HTTP/1.0", [], false),
        ("HTTP/1.0", ["Connection: Keep-Alive"], true), ("HTTP/1.0", ["Connection: keep-alive, close"], false),
        ("HTTP/1.1", ["Connection: keep-alive", "Connection: close"], false),
    ])
    func knowsWhetherTheConnectionGoesOn(_ version: String, _ fields: [String], _ isPersistent: Bool) {
        let request = bytes(([#"GET / \#(version)"#, "Host: a"] + fields).joined(separator: "\r\n") + "\r\n\r\n")
        let response = bytes(
            (["\(version) 200 OK", "Content-Length: 0"] + fields).joined(separator: "\r\n") + "\r\n\r\n"
        )
        guard case .complete(let one) = readRequest(request), case .complete(let other) = readResponse(response) else {
            Issue.record("\(readRequest(request)) \(readResponse(response))")
            return
        }
        #expect(one.isPersistent == isPersistent)
        #expect(other.isPersistent == isPersistent)
    }

    @Test
    func cannotReuseAConnectionThatEndsTheContent() {
        #expect(self.response(200, [], to: .get)?.isPersistent == false)
        #expect(self.response(304, [], to: .get)?.isPersistent == true)
    }

    @Test(arguments: [
        (["Expect: 100-continue", "Content-Length: 5"], true),
        (["Expect: 100-CONTINUE", "Transfer-Encoding: chunked"], true),
        (["Expect: 100-continue"], false), (["Expect: 100-continue", "Content-Length: 0"], false),
        (["Content-Length: 5"], false),
    ])
    func expectsContinueOnlyBeforeContent(_ fields: [String], _ expects: Bool) {
        #expect(self.request(fields)?.expectsContinue == expects)
    }

    @Test
    func ignoresExpectationsOfHTTP10() {
        let request = bytes(head("POST / HTTP/1.0", "Expect: foo", "Content-Length: 1"))
        guard case .complete(let summary) = readRequest(request) else { return #expect(Bool(false)) }
        #expect(!summary.expectsContinue)
    }

    @Test(arguments: [
        (["Connection: upgrade", "Upgrade: websocket"], true),
        (["Connection: keep-alive, Upgrade", "Upgrade: h2c"], true),
        (["Upgrade: websocket"], false), (["Connection: upgrade"], false),
    ])
    func wantsUpgradeWhenBothFieldsSaySo(_ fields: [String], _ wants: Bool) {
        #expect(self.request(fields)?.wantsUpgrade == wants)
    }

    @Test
    func marksWhatEndsHere() {
        let summary = self.request([
            "Connection: close, X-One, x-tWo, Authorization, Content-Length, Forwarded", "X-One: 1", "X-Two: 2",
            "x-two: 3",
            "X-Three: 4", "Keep-Alive: timeout=5", "Proxy-Connection: close", "TE: trailers", "Upgrade: h2c",
            "HTTP2-Settings: x", "Authorization: y", "Content-Length: 1", "Forwarded: for=a", "Trailer: z",
            "Proxy-Authorization: b",
        ])
        let ending = summary?.fields.filter(\.isHopByHop).map(\.name)
        #expect(
            ending == [
                "Connection", "X-One", "X-Two", "x-two", "Keep-Alive", "Proxy-Connection", "TE", "Upgrade",
                "HTTP2-Settings",
            ]
        )
    }

    @Test
    func boundsTheNumberOfConnectionOptions() {
        let options = String(repeating: "a,", count: 64)
        #expect(self.request(["Connection: " + options]) != nil)
        let request = MarkedText("GET / HTTP/1.1\r\nHost: a\r\nConnection: " + options + "‸a\r\n\r\n")
        #expect(readRequest(request.bytes) == .fault(.requestFieldValueInvalid, at: request.offset))
    }

    @Test(
        arguments: [
            ("timeout=5", 5), ("max=100, Timeout=60", 60), ("timeout=", nil), ("timeout=x", nil), ("timeout", nil),
            ("", nil),
            ("timeout=99999999999999", UInt32.max), ("timeout=5,timeout=6", 5),
        ] as [(String, UInt32?)]
    )
    func readsTheKeepAliveTimeout(_ value: String, _ seconds: UInt32?) {
        #expect(self.response(200, ["Keep-Alive: \(value)"], to: .get)?.keepAliveTimeout == seconds)
    }

    private func request(_ fields: [String]) -> RequestSummary? {
        let request = bytes((["POST / HTTP/1.1", "Host: a"] + fields).joined(separator: "\r\n") + "\r\n\r\n")
        guard case .complete(let summary) = readRequest(request) else { return nil }
        return summary
    }

    private func response(_ status: Int, _ fields: [String], to method: Method) -> ResponseSummary? {
        let response = bytes((["HTTP/1.1 \(status) x"] + fields).joined(separator: "\r\n") + "\r\n\r\n")
        guard case .complete(let summary) = readResponse(response, to: method) else { return nil }
        return summary
    }
}
