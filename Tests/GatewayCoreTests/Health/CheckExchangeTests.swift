import GatewayBytes
import GatewayConfig
import GatewayCore
import GatewayFaults
import Testing

@Suite struct CheckExchangeTests {
    /// The verdict on `response`, which comes in pieces of `size` bytes and then ends.
    private func verdict(_ response: String, _ check: HealthCheck = HealthCheck(), size: Int = .max) -> CheckVerdict {
        var exchange = CheckExchange(check)
        var input = Buffer()
        var rest = Array(response.utf8)[...]
        while !rest.isEmpty {
            input.append(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
            if let verdict = exchange.received(&input) { return verdict }
        }
        return exchange.ended(input)
    }

    private func detail(_ verdict: CheckVerdict) -> Fault.Detail? {
        guard case .failed(.fault(let fault)) = verdict else { return nil }
        return fault.detail
    }

    @Test func theQuestionIsCompleteAndClosesItsConnection() {
        let check = HealthCheck(path: "/healthz?deep=1", host: "app.example")
        let text = String(decoding: CheckExchange.request(check, authority: "10.0.0.1:81"), as: UTF8.self)
        #expect(text.hasPrefix("GET /healthz?deep=1 HTTP/1.1\r\nHost: app.example\r\n"))
        #expect(text.contains("\r\nConnection: close\r\n") && text.hasSuffix("\r\n\r\n"))
        #expect(!text.replacing("\r\n", with: "").contains("\n"))
        let own = String(decoding: CheckExchange.request(HealthCheck(), authority: "10.0.0.1:81"), as: UTF8.self)
        #expect(own.hasPrefix("GET / HTTP/1.1\r\nHost: 10.0.0.1:81\r\n"))
    }

    @Test(arguments: [1, 2, 7, .max])
    func theStatusDecides(size: Int) {
        #expect(self.verdict("HTTP/1.1 200 OK\r\n\r\n", size: size) == .passed)
        #expect(self.verdict("HTTP/1.1 399 x\r\n\r\n", size: size) == .passed)
        #expect(self.verdict("HTTP/1.1 503 no\r\n\r\n", size: size) == .failed(.status(503)))
        let check = HealthCheck(statuses: [204...204, 401...403])
        #expect(self.verdict("HTTP/1.1 204 x\r\n\r\n", check, size: size) == .passed)
        #expect(self.verdict("HTTP/1.1 402 x\r\n\r\n", check, size: size) == .passed)
        #expect(self.verdict("HTTP/1.1 200 x\r\n\r\n", check, size: size) == .failed(.status(200)))
        #expect(self.verdict("HTTP/1.1 200 x\r\n\r\n", HealthCheck(statuses: []), size: size) == .failed(.status(200)))
    }

    @Test func interimHeadsAreNoAnswer() {
        let interim = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
        #expect(self.verdict(interim + interim + "HTTP/1.1 200 OK\r\n\r\n", size: 5) == .passed)
        #expect(self.detail(self.verdict(String(repeating: interim, count: 101))) == .interimFlood)
        #expect(self.detail(self.verdict(interim)) == .closedBeforeHead)
    }

    @Test(arguments: [1, 3, 10, .max])
    func theTextIsFoundWhereverThePiecesEnd(size: Int) {
        let check = HealthCheck(bodyText: "status: ok")
        let length = "HTTP/1.1 200 OK\r\nContent-Length: 24\r\n\r\nstatus: status: ok, done"
        #expect(self.verdict(length, check, size: size) == .passed)
        let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        #expect(self.verdict(chunked + "5\r\nstatu\r\n5\r\ns: ok\r\n0\r\n\r\n", check, size: size) == .passed)
        #expect(self.verdict(chunked + "5\r\nstatu\r\n4\r\ns: o\r\n0\r\n\r\n", check, size: size) == .failed(.content))
        #expect(self.verdict("HTTP/1.0 200 OK\r\n\r\nstatus: ok", check, size: size) == .passed)
        #expect(self.verdict("HTTP/1.0 200 OK\r\n\r\nstatus: o", check, size: size) == .failed(.content))
        #expect(self.verdict("HTTP/1.1 204 OK\r\n\r\n", check, size: size) == .failed(.content))
        // A wrong status is that, whatever its content says.
        #expect(self.verdict("HTTP/1.1 500 x\r\n\r\nstatus: ok", check, size: size) == .failed(.status(500)))
    }

    @Test func onlyTheFirst64KiBCount() {
        let check = HealthCheck(bodyText: "aab")
        func content(_ before: Int) -> String {
            "HTTP/1.0 200 OK\r\n\r\n" + String(repeating: "a", count: before) + "b" + String(repeating: "c", count: 99)
        }
        #expect(self.verdict(content(65_535), check, size: 1000) == .passed)
        #expect(self.verdict(content(65_536), check, size: 1000) == .failed(.content))
        #expect(self.verdict(content(65_536), check) == .failed(.content))
    }

    @Test func whatIsNoAnswerIsNamed() {
        #expect(self.detail(self.verdict("")) == .closedBeforeHead)
        #expect(self.detail(self.verdict("HTTP/1.1 200 OK\r\nA: b")) == .closedInsideHead)
        #expect(self.detail(self.verdict("SSH-2.0-x\r\n")) == .responseHTTP09)
        #expect(self.detail(self.verdict("\u{15}\u{3}\u{3}")) == .tlsOnPlainPort)
        let check = HealthCheck(bodyText: "x")
        let cut = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"
        #expect(self.detail(self.verdict(cut, check)) == .lengthTruncated)
        let broken = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
        #expect(self.detail(self.verdict(broken, check)) == .responseChunkSizeMalformed)
        #expect(
            self.detail(self.verdict("HTTP/1.1 200 OK\r\nA: " + String(repeating: "a", count: 70_000)))
                == .responseFieldTooLarge
        )
    }
}
