import GatewayCore
import GatewayWire
import Testing

@Suite struct ResponseComposerTests {
    private static let facts = ResponseCase().facts

    @Test func anOrdinaryResponse() throws {
        let composed = try ResponseCase().compose(
            head(
                "HTTP/1.1 200 OK",
                "Content-Length: 5",
                "Connection: X-A",
                "X-A: 1",
                "Server: s",
                "Keep-Alive: timeout=5"
            )
        )
        #expect(
            composed == head("HTTP/1.1 200 OK", "Content-Length: 5", "Server: s", "Date: NOW", "Via: 1.1 gw (gg-0123)")
        )
    }

    @Test func aResponseOfHTTP10WithoutALength() throws {
        let composed = try ResponseCase().compose(head("HTTP/1.0 404 Gone Fishing", "Date: then", "Upgrade: h2"))
        #expect(
            composed
                == head(
                    "HTTP/1.1 404 Gone Fishing",
                    "Date: then",
                    "Via: 1.0 gw (gg-0123)",
                    "Transfer-Encoding: chunked"
                )
        )
    }

    @Test func aReasonMayBeMissingOrForeign() throws {
        #expect(try ResponseCase().compose(head("HTTP/1.1 299")).hasPrefix("HTTP/1.1 299 \r\n"))
        #expect(try ResponseCase().compose(head("HTTP/1.1 999 schön")).hasPrefix("HTTP/1.1 999 schön\r\n"))
    }

    @Test func aProxyStatusIsAppendedAfterThoseThatCame() throws {
        let trial = ResponseCase(proxyStatus: "Proxy-Status: gw; received-status=503\r\n")
        let text = head("HTTP/1.1 503 No", "Proxy-Status: cdn; error=dns_error", "Content-Length: 0")
        #expect(try trial.values("Proxy-Status", text) == ["cdn; error=dns_error", "gw; received-status=503"])
    }

    // MARK: - Date

    @Test func aDateIsAddedOnlyWhereNoneGoesOut() throws {
        #expect(try ResponseCase().values("Date", head("HTTP/1.1 200 OK", "Date: then")) == ["then"])
        #expect(try ResponseCase().values("Date", head("HTTP/1.1 200 OK")) == ["NOW"])
        // Named by Connection, the one that came ends here.
        #expect(try ResponseCase().values("Date", head("HTTP/1.1 200 OK", "Connection: date", "Date: then")) == ["NOW"])
    }

    // MARK: - Framing

    /// RFC 9112 §6.3: a length that came several times goes out once.
    @Test(arguments: [Method.get, .head])
    func aRepeatedLengthGoesOutOnce(method: Method) throws {
        var trial = ResponseCase()
        trial.facts.requestMethod = method
        for fields in [
            ["Content-Length: 5, 5"], ["Content-Length: 5", "A: b", "content-length: 5"], ["Content-Length: 5"],
        ] {
            let text = (["HTTP/1.1 200 OK"] + fields).map { $0 + "\r\n" }.joined() + "\r\n"
            let values = try trial.values("Content-Length", text)
            // Of a HEAD nothing follows that must be framed, so that a doubtful length may go, too.
            #expect(values == ["5"] || (method == .head && fields != ["Content-Length: 5"] && values.isEmpty))
        }
    }

    @Test func aLengthBesideAHeadOnlyAnswerIsKept() throws {
        #expect(try ResponseCase().values("Content-Length", head("HTTP/1.1 304 Same", "Content-Length: 9")) == ["9"])
    }

    /// RFC 9110 §8.6: never in a 1xx or a 204; a client that believed it would wait for content.
    @Test func aLengthWhereNoContentCanBeIsRemoved() throws {
        let text = head("HTTP/1.1 204 No", "Content-Length: 5", "A: b")
        #expect(try ResponseCase().values("Content-Length", text).isEmpty)
        #expect(try ResponseCase().values("A", text) == ["b"])
        let early = head("HTTP/1.1 103 Early", "Content-Length: 5", "Link: x")
        #expect(try ResponseCase().compose(early, .interim) == head("HTTP/1.1 103 Early", "Link: x"))
        let switching = head("HTTP/1.1 101 S", "Content-Length: 5", "Upgrade: x", "Connection: upgrade")
        #expect(try ResponseCase().values("Content-Length", switching, .switching).isEmpty)
    }

    @Test func chunkedIsForEveryoneButHTTP10() throws {
        let text = head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "Trailer: X")
        #expect(try ResponseCase().values("Transfer-Encoding", text) == ["chunked"])
        var old = ResponseCase()
        old.facts.requestVersion = .http10
        #expect(try old.values("Transfer-Encoding", text).isEmpty)
        #expect(try old.values("Connection", text) == ["close"])
    }

    // MARK: - Connection

    @Test func theClientIsToldWhetherItsConnectionLives() throws {
        let text = head("HTTP/1.1 200 OK", "Content-Length: 0", "Connection: close")
        #expect(try ResponseCase().values("Connection", text).isEmpty)
        var leaving = ResponseCase()
        leaving.facts.clientPersists = false
        #expect(try leaving.values("Connection", text) == ["close"])
        var old = ResponseCase()
        old.facts.requestVersion = .http10
        #expect(try old.values("Connection", text) == ["keep-alive"])
    }

    @Test func anInterimAnswerLosesTheFieldsOfItsConnection() throws {
        let text = head("HTTP/1.1 103 Early Hints", "Link: </a>", "Connection: X-A", "X-A: 1", "Keep-Alive: 5")
        #expect(try ResponseCase().compose(text, .interim) == head("HTTP/1.1 103 Early Hints", "Link: </a>"))
    }

    @Test func aSwitchKeepsWhatBelongsToIt() throws {
        let text = head(
            "HTTP/1.1 101 Switching Protocols",
            "Upgrade: websocket",
            "Connection: Upgrade, X-A",
            "X-A: 1",
            "Sec-WebSocket-Accept:  k ",
            "Keep-Alive: 5"
        )
        #expect(
            try ResponseCase().compose(text, .switching)
                == head(
                    "HTTP/1.1 101 Switching Protocols",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Accept: k",
                    "Via: 1.1 gw (gg-0123)",
                    "Connection: Upgrade"
                )
        )
    }
}
