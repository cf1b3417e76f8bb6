import GatewayCore
import GatewayWire
import Testing

@Suite struct RequestComposerTests {
    // MARK: - Whole heads

    @Test func anOrdinaryRequest() throws {
        let composed = try RequestCase().compose(
            head("GET /a?b=c HTTP/1.1", "Host: example.org", "Accept: */*", "X-Odd:   spaced  ", "Cookie: a=b")
        )
        #expect(
            composed
                == head(
                    "GET /a?b=c HTTP/1.1",
                    "Host: example.org",
                    "Accept: */*",
                    "X-Odd:   spaced  ",
                    "Cookie: a=b",
                    "X-Forwarded-For: 192.0.2.9",
                    "X-Forwarded-Proto: http",
                    "X-Forwarded-Host: example.org",
                    "Forwarded: for=192.0.2.9;host=\"example.org\";proto=http",
                    "Via: 1.1 gw (gg-0123)"
                )
        )
    }

    @Test func aRequestWithFieldsOfItsConnection() throws {
        let composed = try RequestCase().compose(
            head(
                "POST / HTTP/1.1",
                "Connection: X-Secret, close",
                "Keep-Alive: 5",
                "Host: h",
                "X-Secret: s",
                "A: 1",
                "TE: trailers",
                "Proxy-Connection: keep-alive",
                "Upgrade: websocket",
                "HTTP2-Settings: AAA",
                "B: 2",
                "Content-Length: 3",
                "x-secret: again"
            )
        )
        #expect(
            composed
                == head(
                    "POST / HTTP/1.1",
                    "Host: h",
                    "A: 1",
                    "B: 2",
                    "X-Forwarded-For: 192.0.2.9",
                    "X-Forwarded-Proto: http",
                    "X-Forwarded-Host: h",
                    "Forwarded: for=192.0.2.9;host=\"h\";proto=http",
                    "Via: 1.1 gw (gg-0123)",
                    "Content-Length: 3"
                )
        )
    }

    @Test func anUpgradeGoesOnWithItsOffer() throws {
        let composed = try Lines(
            try RequestCase().compose(
                head(
                    "GET /chat HTTP/1.1",
                    "Host: h",
                    "Connection: keep-alive, Upgrade, X-Mine",
                    "Upgrade: websocket",
                    "X-Mine: 1",
                    "Sec-WebSocket-Key: k"
                )
            )
        )
        #expect(composed.values("Connection") == ["Upgrade"])
        #expect(composed.values("Upgrade") == ["websocket"])
        #expect(composed.values("Sec-WebSocket-Key") == ["k"])
        #expect(composed.values("X-Mine").isEmpty)
    }

    @Test func anOfferThatConnectionDoesNotNameEndsHere() throws {
        let composed = try Lines(
            try RequestCase().compose(head("GET / HTTP/1.1", "Host: h", "Upgrade: h2c", "HTTP2-Settings: AA"))
        )
        #expect(composed.values("Upgrade").isEmpty)
        #expect(composed.values("Connection").isEmpty)
        #expect(composed.values("HTTP2-Settings").isEmpty)
    }

    /// A field that routes, frames or attributes a request cannot be removed by naming it.
    @Test(arguments: ["Host", "Content-Length", "Forwarded", "X-Forwarded-For", "Cookie", "Authorization", "Via"])
    func aProtectedFieldSurvivesBeingNamed(name: String) throws {
        let client = ClientFacts(isTrusted: true, isTLS: false)
        let text = head(
            "POST / HTTP/1.1",
            "Host: 7",
            "Connection: \(name)",
            "Content-Length: 7",
            "Forwarded: 7",
            "X-Forwarded-For: 7",
            "Cookie: 7",
            "Authorization: 7",
            "Via: 7"
        )
        #expect(try RequestCase(client: client).values(name, text).first?.hasPrefix("7") == true)
    }

    // MARK: - Versions

    @Test func aRequestOfHTTP10() throws {
        let composed = try Lines(
            try RequestCase().compose(
                head(
                    "GET /x HTTP/1.0",
                    "Connection: keep-alive, Upgrade",
                    "Upgrade: websocket",
                    "Expect: 100-continue"
                )
            )
        )
        #expect(composed.start == "GET /x HTTP/1.1")
        // RFC 9112 §3.2: HTTP/1.1 has a Host, if an empty one.
        #expect(composed.values("Host") == [""])
        #expect(composed.values("Via") == ["1.0 gw (gg-0123)"])
        #expect(composed.values("X-Forwarded-Host").isEmpty)
        #expect(composed.values("Forwarded") == ["for=192.0.2.9;proto=http"])
        #expect(composed.values("Upgrade").isEmpty)
        #expect(composed.values("Connection").isEmpty)
        // RFC 9110 §10.1.1: HTTP/1.0 has no expectations, so none is passed on.
        #expect(composed.values("Expect").isEmpty)
    }

    @Test func anExpectationIsPassedOn() throws {
        let text = head("PUT / HTTP/1.1", "Host: h", "Expect: 100-continue", "Content-Length: 5")
        #expect(try RequestCase().values("Expect", text) == ["100-continue"])
    }

    @Test func theChainOfGatewaysGrows() throws {
        let text = head("GET / HTTP/1.1", "Host: h", "Via: 1.0 first", "A: 1", "Via: 1.1 second")
        #expect(try RequestCase().values("Via", text) == ["1.0 first", "1.1 second", "1.1 gw (gg-0123)"])
    }

    // MARK: - Framing

    @Test(arguments: [
        (["Content-Length: 5", "Content-Length: 5"], "Content-Length", "5"),
        (["Content-Length: 5, 5"], "Content-Length", "5"), (["Content-Length: 0005"], "Content-Length", "5"),
        (["Content-Length: 9223372036854775807"], "Content-Length", "9223372036854775807"),
        (["Content-Length: 0"], "Content-Length", "0"),
        (["Transfer-Encoding: ChunkeD"], "Transfer-Encoding", "chunked"),
    ])
    func contentIsFramedOnceAndCanonically(fields: [String], name: String, value: String) throws {
        let text = (["POST / HTTP/1.1", "Host: h"] + fields).map { $0 + "\r\n" }.joined() + "\r\n"
        let composed = try Lines(try RequestCase().compose(text))
        #expect(composed.values(name) == [value])
        #expect(composed.values("Content-Length").count + composed.values("Transfer-Encoding").count == 1)
    }

    @Test func theFieldBeforeTheEmptyLineIsWhole() throws {
        // The last run of kept lines ends where the head does.
        for last in ["Z: last", "Connection: close", "Z:"] {
            let composed = try RequestCase().compose("GET / HTTP/1.1\r\nHost: h\r\nA: b\r\n\(last)\r\n\r\nBODY")
            #expect(!composed.contains("BODY"))
            #expect(composed.contains("\r\nA: b\r\n"))
            #expect(composed.contains("\r\n\(last)\r\n") == (last != "Connection: close"))
        }
    }

    @Test func emptyLinesBeforeTheRequestAreNotPassedOn() throws {
        let composed = try RequestCase().compose("\r\n\r\n" + head("GET /x HTTP/1.1", "Host: h", "A: b"))
        #expect(composed.hasPrefix("GET /x HTTP/1.1\r\nHost: h\r\nA: b\r\n"))
    }
}
