import GatewayBytes
import GatewayCore
import GatewayFaults
import GatewayWire
import Testing

@Suite struct SheddingAnswerTests {
    private func answer(_ body: String, proxyStatus: String = "gw; error=connection_limit_reached") -> SheddingAnswer {
        SheddingAnswer(
            .init(
                status: Array("503 Service Unavailable".utf8),
                contentType: Array("text/plain; charset=utf-8".utf8),
                proxyStatus: Array(proxyStatus.utf8),
                body: Array(body.utf8)
            ),
            marks: .init(id: Array("@ID".utf8), time: Array("@TIME".utf8), retryAfter: Array("@PAUSE".utf8))
        )
    }

    private func compose(
        _ answer: SheddingAnswer,
        retryAfter: Int = 7,
        closes: Bool = false,
        isHead: Bool = false,
        time: String = "2026-03-01 12:00:00 UTC",
        lines: String = ""
    ) -> String {
        var date = Buffer()
        var moment = Buffer()
        var more = Buffer()
        var out = Buffer()
        date.append("Date: Sun, 01 Mar 2026 12:00:00 GMT\r\n")
        moment.append(text: time)
        more.append(text: lines)
        let occasion = SheddingAnswer.Occasion(
            idHigh: 0x0199_0000_0000_7abc,
            idLow: 0x8000_0000_0000_00ff,
            retryAfter: retryAfter,
            closes: closes,
            isHead: isHead
        )
        answer.compose(occasion, date: date, time: moment, lines: more, into: &out)
        return out.text
    }

    @Test func saysAllThatAnAnswerOfTheGatewaySays() {
        let text = self.compose(self.answer("Busy. Id @ID, @TIME. Again in @PAUSE s. (@ID)\n"))
        let id = "01990000-0000-7abc-8000-0000000000ff"
        let body = "Busy. Id \(id), 2026-03-01 12:00:00 UTC. Again in   7 s. (\(id))\n"
        #expect(
            text == head(
                "HTTP/1.1 503 Service Unavailable",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Length: \(body.utf8.count)",
                "Cache-Control: no-store",
                "Proxy-Status: gw; error=connection_limit_reached",
                "X-Incident-ID: \(id)",
                "Retry-After: 7",
                "Date: Sun, 01 Mar 2026 12:00:00 GMT"
            ) + body
        )
    }

    @Test(arguments: ["", "no marks", "@ID", "@ID@TIME@PAUSE", "@I @ID@ID @", "x@PAUSE"], [-1, 1, 12, 120, 100_000])
    func theLengthIsRightWhateverIsFilledIn(body: String, pause: Int) throws {
        for time in ["", "short", "2026-03-01 12:00:00 UTC", "far too long to be a time of ours"] {
            let text = self.compose(self.answer(body), retryAfter: pause, time: time)
            var buffer = Buffer()
            buffer.append(text: text)
            var parsed = ResponseHead()
            guard case .complete(let count) = try parsed.parse(buffer.span, limits: .response, requestMethod: .get)
            else {
                Issue.record("the head ends")
                return
            }
            #expect(
                text.utf8.dropFirst(count).count
                    == (try Lines(String(decoding: text.utf8.prefix(count), as: UTF8.self)).length)
            )
        }
    }

    @Test func aHeadAnswerHasNoBodyAndAClosingOneSaysSo() {
        let text = self.compose(
            self.answer("body"),
            closes: true,
            isHead: true,
            lines: "RateLimit: \"client\";r=0;t=1\r\n"
        )
        #expect(text.hasSuffix("GMT\r\n\r\n") && text.contains("Content-Length: 4\r\n"))
        #expect(text.contains("Connection: close\r\nRateLimit: \"client\";r=0;t=1\r\nDate"))
    }

    @Test func proxyStatusMayBeOff() {
        #expect(!self.compose(self.answer("x", proxyStatus: "")).contains("Proxy-Status"))
    }
}

extension Lines {
    fileprivate var length: Int? { self.values("Content-Length").first.flatMap { Int($0) } }
}
