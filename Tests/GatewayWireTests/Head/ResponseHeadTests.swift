import GatewayFaults
import GatewayWire
import Testing

/// What a response head means, and which are refused where.
struct ResponseHeadTests {
    private static let refused: [(Fault.Detail, [MarkedText])] = [
        (
            .statusLineMalformed,
            Self.marked(
                "HTTP/‸x.1 200 OK\r\n",
                "HTTP/1‸ 200 OK\r\n",
                "HTTP/1.1‸\r\n",
                "HTTP/1.1‸200 OK\r\n",
                "HTTP/1.1 ‸ 200 OK\r\n",
                "HTTP/1.1 2‸x0 OK\r\n",
                "HTTP/1.1 20‸ OK\r\n",
                "HTTP/1.1 ‸099 OK\r\n",
                "HTTP/1.1 200‸0 OK\r\n",
                "HTTP/1.1 200‸\tOK\r\n",
                "HTTP/1.1 200 O‸\0K\r\n",
                "HTTP/1.1 200 OK‸\u{7f}\r\n",
                "‸\u{0}\u{1}\r\n",
                "‸\u{16}\u{2}\r\n",
                "‸\u{ff}\r\n",
                "HT‸\u{1}P\r\n",
                "HTTP/1.1 ‸-20 OK\r\n"
            )
        ),
        (.tlsOnPlainPort, Self.marked("‸\u{15}\u{3}\u{1}\0\u{2}\u{2}F", "‸\u{16}\u{3}\u{3}\n")),
        (
            .responseHTTP09,
            Self.marked(
                "‸<html>",
                "‸\r\nHTTP/1.1 200 OK\r\n",
                "‸SSH-2.0-OpenSSH_9.2\r\n",
                "H‸ello",
                "‸http/1.1 200 OK\r\n",
                "HTTP‸ 200\r\n",
                "‸{\"a\":1}",
                "‸ HTTP/1.1 200 OK\r\n",
                "‸220 mail.example ESMTP\r\n",
                "‸\n"
            )
        ),
        (.responseVersionUnsupported, Self.marked("‸HTTP/2.0 200 OK\r\n", "‸HTTP/1.2 200 OK\r\n", "‸HTTP/0.9 200\r\n")),
        (
            .responseBareLF,
            Self.marked(
                "HTTP/1.1 200 OK‸\n\n",
                "HTTP/1.1 200‸\n\n",
                "HTTP/1.1 200 OK\r\nA: b‸\n\r\n",
                "HTTP/1.1 200 OK\r\n‸\n",
                "HTTP/1.1 200 OK\r\nA‸\n"
            )
        ),
        (
            .responseBareCR,
            Self.marked(
                "HTTP/1.1 200 OK‸\rx\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: b‸\rc\r\n\r\n",
                "HTTP/1.1 200 OK\r\n‸\rx",
                "HTTP/1.1 200‸\r\r\n"
            )
        ),
        (.responseFieldNameInvalid, Self.fields("‸: x", "Foo‸", "Fo‸[o: x", "Foo‸ bar: x")),
        (.responseSpaceBeforeColon, Self.fields("Foo‸ : x")),
        (.responseFieldValueInvalid, Self.fields("Foo: a‸\0", "Foo: a‸\u{1b}b")),
        (.responseLineFolded, Self.fields("Foo: a\r\n‸ b", "‸\tb: c")),
        (.responseLengthAndCoding, Self.fields("Content-Length: 5\r\n‸Transfer-Encoding: chunked")),
        (.responseLengthsDiffer, Self.fields("Content-Length: 5\r\nContent-Length: ‸6", "Content-Length: 5, ‸6")),
        (.responseLengthMalformed, Self.fields("Content-Length: ‸-1", "Content-Length: ‸", "Content-Length: 1‸e3")),
        (.responseCodingUnknown, Self.fields("Transfer-Encoding: ‸gzip, chunked")),
        (.responseCodingNotFinal, Self.fields("Transfer-Encoding: ‸identity", "Transfer-Encoding: chunked, ‸gzip")),
    ]

    private static let accepted: [String] = [
        head("HTTP/1.1 200 OK", "Content-Length: 5") + "hello",
        head("HTTP/1.1 200"),
        head("HTTP/1.1 200 "),
        head(
            "HTTP/1.0 404 Not\tFound \u{e9}",
            "Connection: keep-alive",
            "Keep-Alive: timeout=5, max=3",
            "Content-Length: 0"
        ),
        head("HTTP/1.1 103 Early Hints", "Link: </a.css>; rel=preload") + head("HTTP/1.1 204 No Content"),
        head("HTTP/1.1 101 Switching Protocols", "Connection: upgrade", "Upgrade: websocket"),
        head(
            "HTTP/1.1 200 OK",
            "Transfer-Encoding: chunked",
            "Set-Cookie: " + String(repeating: "x", count: 300),
            "A:"
        ),
    ]

    @Test(arguments: Self.refused)
    func namesTheRuleAndTheByte(_ detail: Fault.Detail, _ cases: [MarkedText]) {
        for text in cases {
            #expect(readResponse(text.bytes) == .fault(detail, at: text.offset), "\(text.testDescription)")
        }
    }

    @Test(arguments: Self.refused)
    func refusesAlikeInWhateverPiecesTheBytesCome(_ detail: Fault.Detail, _ cases: [MarkedText]) {
        for text in cases {
            SplitCheck.run(text.bytes) {
                var head = ResponseHead()
                return { head.outcome($0) }
            }
        }
    }

    @Test(arguments: Self.accepted)
    func readsAlikeInWhateverPiecesTheBytesCome(_ text: String) {
        SplitCheck.run(bytes(text)) {
            var head = ResponseHead()
            return { head.outcome($0) }
        }
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK", 200, "OK", HTTPVersion.http11), ("HTTP/1.1 200", 200, "", .http11),
        ("HTTP/1.1 200 ", 200, "", .http11), ("HTTP/1.0 999 a  b\t\u{e9}", 999, "a  b\t\u{e9}", .http10),
        ("HTTP/1.1 100 Continue", 100, "Continue", .http11),
    ])
    func readsStatusLines(_ line: String, _ status: UInt16, _ reason: String, _ version: HTTPVersion) {
        guard case .complete(let summary) = readResponse(bytes(head(line))) else {
            Issue.record("\(readResponse(bytes(head(line))))")
            return
        }
        #expect(summary.status == status && summary.reason == reason && summary.version == version)
    }

    @Test(arguments: [(100, true), (101, false), (103, true), (199, true), (200, false)])
    func tellsInterimFromFinal(_ status: Int, _ isInterim: Bool) {
        guard case .complete(let summary) = readResponse(bytes(head("HTTP/1.1 \(status) x"))) else {
            return #expect(Bool(false))
        }
        #expect(summary.isInterim == isInterim)
    }

    @Test
    func isReadAgainAfterAReset() throws {
        var head = ResponseHead()
        let first = bytes(GatewayWireTests.head("HTTP/1.0 103 x", "Keep-Alive: timeout=3", "A: b"))
        let second = bytes(GatewayWireTests.head("HTTP/1.1 200 OK", "Content-Length: 1"))
        _ = head.outcome(first)
        head.reset()
        #expect(head.outcome(second) == readResponse(second))
    }

    @Test(arguments: [
        ("", Fault.Detail.closedBeforeHead, 0), ("H", .closedInsideHead, 1), ("HTTP/1.1 200 O", .closedInsideHead, 14),
        ("HTTP/1.1 200 OK\r\nA: b\r\n", .closedInsideHead, 23), ("hi", .responseHTTP09, 0),
    ])
    func namesWhatAnEarlyEndMeans(_ text: String, _ detail: Fault.Detail, _ code: Int32) {
        let expected = Fault(detail, side: .upstream, phase: .responseHead, code: code)
        let text = bytes(text)
        #expect(Fault.headEndedEarly(text.span) == expected)
    }

    private static func marked(_ texts: String...) -> [MarkedText] {
        texts.map { MarkedText($0) }
    }

    private static func fields(_ texts: String...) -> [MarkedText] {
        texts.map { MarkedText("HTTP/1.1 200 OK\r\n" + $0 + "\r\n\r\n") }
    }
}
