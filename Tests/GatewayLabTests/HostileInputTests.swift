import GatewayLab
import Testing

/// The lab itself must not fall over whatever is sent to it.
@Suite(.timeLimit(.minutes(1)))
struct HostileInputTests {
    /// After each of these the lab still answers, and the connection in question has ended.
    @Test(arguments: [
        "\r\n\r\n\r\n GARBAGE\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFFFF\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n",
        "\u{0}\u{1}\u{2}\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ])
    func refusesAndGoesOn(_ text: String) async throws {
        try await withLab { lab in
            let exchange = await DrillClient.send(DrillRequest(text, until: .end), to: lab.address)
            #expect(exchange.ending == .closed)
            #expect(exchange.response?.status == 400)
            let next = await DrillClient.send(DrillRequest("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), to: lab.address)
            #expect(next.response?.status == 200)
        }
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\nX: ",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;ext=",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: ",
    ])
    func boundsWhatNeverEnds(_ start: String) async throws {
        try await withLab { lab in
            let endless = [UInt8](repeating: 0x78, count: 4 * 1024 * 1024)
            let exchange = await DrillClient.send(
                DrillRequest([.init(start), .init(endless)], until: .end),
                to: lab.address
            )
            #expect(exchange.response?.status == 400 || exchange.ending == .reset)
        }
    }

    @Test
    func echoesALengthThatOverflows() async throws {
        try await withLab { lab in
            let head = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: \(Int.max)\r\n\r\n"
            var request = DrillRequest(head + "abc", until: .end)
            request.halfCloses = true
            let exchange = await DrillClient.send(request, to: lab.address)
            #expect(exchange.response?.fields("transfer-encoding") == ["chunked"])
        }
    }

    @Test
    func ownPortsSurviveGarbage() async throws {
        try await withLab { lab in
            for scenario in Scenarios.all where scenario.listensAs == .path {
                let address = try #require(lab.address(of: scenario.name))
                var request = DrillRequest("\u{0}\u{FF}no http\r\n\r\n", until: .end)
                request.halfCloses = true
                let exchange = await DrillClient.send(request, to: address)
                #expect(exchange.response?.status == 400, "\(scenario)")
            }
        }
    }

    /// A peer that leaves in the middle of anything takes its script with it.
    ///
    /// Not so `slow-reader`: its peer's FIN waits behind content that is never read.
    @Test(arguments: ["silent", "slow-head", "slow-body", "endless", "huge-body", "close-after-idle"])
    func forgetsAPeerThatLeft(_ name: String) async throws {
        var options = LabOptions()
        options.maximumConnections = 1
        try await withLab(options) { lab in
            let address = try #require(lab.address(of: name))
            let scenario = try #require(Scenarios.named(name))
            var request = DrillRequest.meeting(scenario)
            request.timeLimit = .milliseconds(100)
            request.byteLimit = 200_000
            _ = await DrillClient.send(request, to: address)
            // With one place, a later connection is served only once the first one's place is free.
            let later = await self.firstAnswer(from: lab.address)
            #expect(later?.status == 200)
        }
    }

    @Test
    func closesConnectionsBeyondTheLimit() async throws {
        var options = quickOptions()
        options.maximumConnections = 0
        try await withLab(options) { lab in
            let exchange = await DrillClient.send(DrillRequest("GET / HTTP/1.1\r\n\r\n"), to: lab.address)
            #expect(exchange.bytes.isEmpty)
            #expect(exchange.ending != .timeLimit)
        }
    }

    /// The first answer that comes: the lab notices a peer's end some turns of its loop after the peer.
    private func firstAnswer(from address: LabAddress) async -> DrillResponse? {
        for _ in 0..<10_000 {
            let exchange = await DrillClient.send(DrillRequest("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), to: address)
            if let response = exchange.response { return response }
        }
        return nil
    }
}
