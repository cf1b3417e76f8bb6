import GatewayLab
import Testing

/// The main port as an origin without surprises.
@Suite(.timeLimit(.minutes(1)))
struct HealthyPageTests {
    private func onlyMainPort() -> LabOptions {
        var options = quickOptions()
        options.opensOwnPorts = false
        return options
    }

    private func get(_ path: String, _ fields: String = "", method: String = "GET") async throws -> DrillExchange {
        try await withLab(self.onlyMainPort()) { lab in
            let text = "\(method) \(path) HTTP/1.1\r\nHost: lab.example\r\n\(fields)\r\n"
            return await DrillClient.send(DrillRequest(text), to: lab.address)
        }
    }

    @Test(arguments: ["/", "/ok", "/ok?query=1"])
    func answersShortly(_ path: String) async throws {
        let response = try #require(try await self.get(path).response)
        #expect(response.status == 200)
        #expect(response.text == "ok\n")
        #expect(response.fields("Content-Length") == ["3"])
    }

    @Test(arguments: [0, 1, 65535, 65536, 65537, 1_000_000])
    func sendsSoManyBytes(_ count: Int) async throws {
        for path in ["/bytes/\(count)", "/chunked/\(count)"] {
            let response = try #require(try await self.get(path).response)
            #expect(response.isComplete)
            #expect(response.content.count == count)
        }
    }

    @Test
    func sendsSoManyFields() async throws {
        let response = try #require(try await self.get("/headers/300").response)
        #expect(response.fields("X-Field-299") == ["value 299"])
        #expect(response.text == "ok\n")
    }

    @Test(arguments: [(200, "status 200\n"), (204, ""), (304, ""), (404, "status 404\n"), (503, "status 503\n")])
    func sendsThatStatus(_ status: Int, _ content: String) async throws {
        let response = try #require(try await self.get("/status/\(status)").response)
        #expect(response.status == status)
        #expect(response.text == content)
    }

    /// 1xx and nonsense would not be one answer to one request.
    @Test(arguments: [("100", 200), ("0", 200), ("-5", 200), ("99999", 999), ("x", 200), ("99999999999999999999", 200)])
    func staysWithinStatuses(_ asked: String, _ status: Int) async throws {
        #expect(try await self.get("/status/\(asked)").response?.status == status)
    }

    @Test
    func sendsPiecesSlowly() async throws {
        let exchange = try await self.get("/slow/5")
        let response = try #require(exchange.response)
        #expect(response.text.hasSuffix("piece 9\npiece 0\n"))
        #expect(response.isComplete)
        #expect(exchange.endedAfter >= .milliseconds(50))
    }

    /// Two are done one after the other, however close together they come.
    @Test
    func aQueueGrowsInside() async throws {
        try await withLab { lab in
            let request = DrillRequest("GET /queue/50 HTTP/1.1\r\nHost: lab.example\r\n\r\n")
            let began = ContinuousClock.now
            async let one = DrillClient.send(request, to: lab.address)
            async let two = DrillClient.send(request, to: lab.address)
            for exchange in await [one, two] { #expect(exchange.response?.status == 200) }
            #expect(ContinuousClock.now - began >= .milliseconds(95))
        }
    }

    @Test
    func delaysTheHead() async throws {
        let first = try #require(try await self.get("/delay/60").firstByteAfter)
        #expect(first >= .milliseconds(60))
    }

    @Test
    func sendsEvents() async throws {
        let response = try #require(try await self.get("/sse/2").response)
        #expect(response.fields("content-type") == ["text/event-stream"])
        #expect(response.text == "data: tick\n\ndata: tick\n\n")
    }

    @Test(arguments: ["/ok", "/bytes/10", "/chunked/10", "/echo", "/slow/100000", "/sse"])
    func headHasNoContent(_ path: String) async throws {
        try await withLab(self.onlyMainPort()) { lab in
            let head = "HEAD \(path) HTTP/1.1\r\nHost: lab.example\r\n\r\n"
            let exchange = await DrillClient.send(
                DrillRequest([.init(head + head)], until: .answers(2)),
                to: lab.address
            )
            #expect(exchange.responses.map(\.status) == [200, 200])
            #expect(exchange.text.hasSuffix("\r\n\r\n"))
        }
    }

    @Test
    func unknownPathIsNotFound() async throws {
        #expect(try await self.get("/nothing").response?.status == 404)
        #expect(try await self.get("/refused").response?.status == 404)
    }

    @Test
    func closesWhenAsked() async throws {
        for request in ["GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "GET / HTTP/1.0\r\n\r\n"] {
            try await withLab(self.onlyMainPort()) { lab in
                let exchange = await DrillClient.send(DrillRequest(request, until: .end), to: lab.address)
                #expect(exchange.ending == .closed)
                #expect(exchange.response?.fields("Connection") == ["close"])
            }
        }
    }

    @Test
    func oneRequestForAllPaths() async throws {
        var options = self.onlyMainPort()
        options.everyRequest = "close-before-head"
        try await withLab(options) { lab in
            let exchange = await DrillClient.send(DrillRequest("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), to: lab.address)
            #expect(exchange.ending == .closed)
            #expect(exchange.bytes.isEmpty)
        }
    }
}
