import GatewayConfig
import GatewayFaults
import GatewayGuide
import GatewayPlane
import GatewayWire
import Testing

extension EndToEnd {
    /// A second server for a request that the first is late to answer.
    @Suite(.serialized) struct HedgeTests {
        private static func setup(_ endpoints: [Endpoint], after: HedgePolicy.Delay = .time(Milliseconds(30)))
            -> Configuration
        {
            var setup = configuration(to: endpoints)
            setup.routes[0].hedge = HedgePolicy(after: after)
            return setup
        }

        private static func answer(_ running: RunningGateway, to request: String = "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            async throws -> Message
        {
            try await onThread {
                let client = try running.client()
                try client.send(request)
                return try client.finalResponse()
            }
        }

        private static func reply(_ text: String, _ status: Int = 200) -> String {
            "HTTP/1.1 \(status) X\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)"
        }

        private static func count(_ report: PlaneReport, _ ending: HedgeEnding) -> UInt64 {
            report.hedges[Int(ending.rawValue)]
        }

        /// The first never answers: the second's answer is used, and the first's connection is closed.
        @Test(
            .timeLimit(.minutes(1)),
            arguments: [
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
            ]
        )
        func aLateAnswerIsAskedForElsewhere(_ request: String) async throws {
            let closed = Gate()
            let pair = try Pair { peer, number in
                guard number == 1 else { return try peer.send(Self.reply("second")) }
                defer { closed.open() }
                while try peer.readMore() {}
            }
            defer { pair.stop() }
            try await withGateway(Self.setup(pair.endpoints)) { running in
                let answer = try await Self.answer(running, to: request)
                #expect(answer.text == "second")
                #expect(try await onThread { closed.wait() })
                #expect(pair.first.requests.count == 1 && pair.second.requests.count == 1)
                #expect(Set(pair.requests.map(\.text)) == [request.hasSuffix("hello") ? "hello" : ""])
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(Self.count(report, .won) == 1)
                // Nothing failed, so nothing was prevented.
                #expect(report.saved == 0 && report.faults.isEmpty)
                #expect(report.blocksLent == 0)
                let log = try await running.stopAndReadLog()
                #expect(log.count == 1)
                #expect(log.first?.contains("\"attempts\":2") == true)
                #expect(log.first?.contains("\"hedge\":\"won\"") == true)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func theFirstMayStillWin() async throws {
            let (asked, closed) = (Gate(), Gate())
            let pair = try Pair { peer, number in
                if number == 1 {
                    asked.wait()
                    return try peer.send(Self.reply("first"))
                }
                asked.open()
                defer { closed.open() }
                while try peer.readMore() {}
            }
            defer { pair.stop() }
            try await withGateway(Self.setup(pair.endpoints)) { running in
                #expect(try await Self.answer(running).text == "first")
                #expect(try await onThread { closed.wait() })
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(Self.count(report, .lost) == 1)
                #expect(report.retries == 0 && report.blocksLent == 0)
            }
        }

        /// Never two at once of what is not safe: one count, although nobody answers for much longer than the delay.
        @Test(.timeLimit(.minutes(1)), arguments: ["POST", "PUT", "DELETE", "PATCH", "TRACE", "UNKNOWN"])
        func whatIsNotSafeIsAskedForOnce(_ method: String) async throws {
            let pair = try Pair { peer, _ in while try peer.readMore() {} }
            defer { pair.stop() }
            var setup = Self.setup(pair.endpoints, after: .time(Milliseconds(5)))
            setup.routes[0].timeouts.responseHead = Setting(Milliseconds(400))
            // With retries the timeout of an idempotent request is followed by another attempt.
            setup.routes[0].retry.attempts = method == "POST" || method == "PATCH" ? 2 : 1
            setup.routes[0].retry.budgetPercent = 0
            try await withGateway(setup) { running in
                let answer = try await Self.answer(
                    running,
                    to: "\(method) /pay HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n42"
                )
                #expect(answer.status == 504)
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.hedges.allSatisfy { $0 == 0 })
                #expect(pair.first.requests.count <= 1 && pair.second.requests.count <= 1)
                if method == "POST" || method == "PATCH" || method == "UNKNOWN" { #expect(pair.requests.count == 1) }
            }
        }

        /// The first fails while the second is being asked: its answer saves the request.
        @Test(.timeLimit(.minutes(1)), arguments: [false, true])
        func theSecondCarriesOnWhereTheFirstFails(_ isStatus: Bool) async throws {
            let (asked, failed) = (Gate(), Gate())
            let pair = try Pair { peer, number in
                if number == 1 {
                    asked.wait()
                    isStatus ? try peer.send(Self.reply("no", 503)) : peer.reset()
                    return failed.open()
                }
                asked.open()
                failed.wait()
                try peer.send(Self.reply("second"))
            }
            defer { pair.stop() }
            try await withGateway(Self.setup(pair.endpoints)) { running in
                #expect(try await Self.answer(running).text == "second")
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(pair.requests.count == 2)
                #expect(Self.count(report, .won) == 1)
                #expect(report.saved == 1 && report.retries == 0)
                #expect(report.routes.first { $0.name == "all" }?.prevented[Int(Prevention.hedge.rawValue)] == 1)
                let incident = try #require(await running.gateway.incidents(limit: 1).first)
                #expect(incident.savedBy == .hedge)
                #expect(incident.attempts.count == 2)
                let (first, second) = (try #require(incident.attempts.first), try #require(incident.attempts.last))
                #expect(first.endpoint != second.endpoint, "each attempt has its own trace")
                #expect(first.startMS < second.startMS)
                #expect(first.status == (isStatus ? 503 : nil) && second.status == 200)
                #expect(incident.notes.contains { $0.contains("(`hedge`)") })
            }
        }

        /// A server that never answers in time is asked less and less where latency decides.
        @Test(.timeLimit(.minutes(1)))
        func aServerThatLosesCountsAsSlow() async throws {
            let silent = try TestUpstream { peer, _, upstream in
                upstream.note(try peer.message())
                while try peer.readMore() {}
            }
            let good = try TestUpstream.answering("good")
            defer {
                silent.stop()
                good.stop()
            }
            var setup = Self.setup([.local(silent.port), .local(good.port)], after: .time(Milliseconds(100)))
            setup.routes[0].balance.method = .twoChoices
            setup.routes[0].retry.budgetPercent = 100
            try await withGateway(setup) { running in
                for _ in 0..<40 { #expect(try await Self.answer(running).text == "good") }
                #expect(silent.requests.count < 20)
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(Self.count(report, .won) == silent.requests.count)
            }
        }

        /// A second that fails, by its connection or by its word, leaves the first alone.
        @Test(.timeLimit(.minutes(1)), arguments: [false, true])
        func aSecondThatFailsChangesNothing(_ isStatus: Bool) async throws {
            let failed = Gate()
            let pair = try Pair { peer, number in
                if number == 1 {
                    failed.wait()
                    return try peer.send(Self.reply("first"))
                }
                isStatus ? try peer.send(Self.reply("no", 502)) : peer.reset()
                failed.open()
            }
            defer { pair.stop() }
            try await withGateway(Self.setup(pair.endpoints)) { running in
                #expect(try await Self.answer(running).text == "first")
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(Self.count(report, .failed) == 1)
                #expect(pair.requests.count == 2)
            }
        }

        /// Both fail: what follows is what follows on any second attempt that failed.
        @Test(.timeLimit(.minutes(1)))
        func whereBothFailAThirdAttemptIsMade() async throws {
            let (asked, failed) = (Gate(), Gate())
            let pair = try Pair { peer, number in
                switch number {
                case 1:
                    asked.wait()
                    peer.reset()
                    failed.open()
                case 2:
                    asked.open()
                    failed.wait()
                    peer.reset()
                default: try peer.send(Self.reply("third"))
                }
            }
            defer { pair.stop() }
            try await withGateway(Self.setup(pair.endpoints)) { running in
                #expect(try await Self.answer(running).text == "third")
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(pair.requests.count == 3)
                #expect(report.retries == 1 && Self.count(report, .failed) == 1)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func theBudgetOfRetriesIsItsBudget() async throws {
            let pair = try Pair { peer, _ in while try peer.readMore() {} }
            defer { pair.stop() }
            var setup = Self.setup(pair.endpoints)
            setup.routes[0].retry.budgetPercent = 0
            setup.routes[0].retry.budgetPerSecond = 0
            setup.routes[0].timeouts.responseHead = Setting(Milliseconds(300))
            try await withGateway(setup) { running in
                #expect(try await Self.answer(running).status == 504)
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(Self.count(report, .denied) == 1)
                #expect(pair.requests.count == 1)
            }
        }

        /// A cookie that names a server binds the request to it.
        @Test(.timeLimit(.minutes(1)))
        func aClientThatIsBoundToAServerIsNotSentToAnother() async throws {
            let pair = try Pair { peer, number in
                if number == 1 { return try peer.send(Self.reply("first")) }
                while try peer.readMore() {}
            }
            defer { pair.stop() }
            var setup = Self.setup(pair.endpoints)
            setup.routes[0].balance.stickyCookie = "gg"
            setup.routes[0].retry.budgetPercent = 0
            setup.routes[0].retry.budgetPerSecond = 1
            setup.routes[0].timeouts.responseHead = Setting(Milliseconds(300))
            try await withGateway(setup) { running in
                try await onThread {
                    let client = try running.client()
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    let cookie = try #require(client.finalResponse().field("Set-Cookie")?.prefix { $0 != ";" })
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\nCookie: \(cookie)\r\n\r\n")
                    _ = try client.finalResponse()
                }
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.hedges.allSatisfy { $0 == 0 })
            }
        }

        /// The delay is learned: nothing is asked for twice before it is known, a late answer is afterwards.
        @Test(.timeLimit(.minutes(1)))
        func aPercentileIsLearned() async throws {
            let pair = try Pair { peer, number in
                guard number == 201 else { return try peer.send(Self.reply("\(number)")) }
                while try peer.readMore() {}
            }
            defer { pair.stop() }
            try await withGateway(Self.setup(pair.endpoints, after: .percentile(99))) { running in
                try await onThread {
                    let client = try running.client()
                    // The first hundred teach; some of the rest may be asked for twice on a machine that stumbles.
                    for _ in 0..<100 {
                        try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                        #expect(try client.finalResponse().status == 200)
                    }
                }
                #expect(await running.gateway.report().hedges.allSatisfy { $0 == 0 })
                try await onThread {
                    let client = try running.client()
                    while pair.requests.count < 202 {
                        try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                        #expect(try client.finalResponse().status == 200)
                    }
                }
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(Self.count(report, .won) >= 1)
            }
        }

        /// The second server is told of the same client as the first.
        @Test(.timeLimit(.minutes(1)), arguments: ["1.1", "2"])
        func bothAreAskedTheSame(_ version: String) async throws {
            let authority = try Authority()
            let issued = try authority.issue("shop", ["DNS:shop.test"])
            let pair = try Pair { peer, number in
                guard number == 1 else { return try peer.send(Self.reply("second")) }
                while try peer.readMore() {}
            }
            defer { pair.stop() }
            var setup = Self.setup(pair.endpoints)
            let files = ListenerTLS.Certificate(certificate: issued.certificate, key: issued.key)
            setup.listeners = [
                Listener(address: .tcp(host: "127.0.0.1", port: 0), tls: ListenerTLS(certificates: [files]))
            ]
            try await withGateway(setup) { running in
                let answer = try await Command.run([
                    "curl", "-sS", "--max-time", "20", "--http\(version)", "--cacert", authority.root.certificate,
                    "--resolve", "shop.test:\(running.port):127.0.0.1", "https://shop.test:\(running.port)/",
                ])
                #expect(answer.text == "second")
                let heads = pair.requests.map { $0.fields.map { "\($0.name): \($0.value)" } }
                #expect(heads.count == 2 && heads.first == heads.last)
                #expect(pair.requests.allSatisfy { $0.field("X-Forwarded-Proto") == "https" })
            }
        }

        /// Content whose end only its stream told goes to both, framed for HTTP/1.1.
        @Test(.timeLimit(.minutes(1)))
        func bothGetTheContentOfAStream() async throws {
            let pair = try Pair { peer, number in
                guard number == 1 else { return try peer.send(Self.reply("second")) }
                while try peer.readMore() {}
            }
            defer { pair.stop() }
            try await withGateway(Self.setup(pair.endpoints)) { running in
                let answer = try await onThread {
                    let client = try HTTP2Client(port: running.port)
                    let stream = try client.open("GET / HTTP/1.1\r\nHost: a\r\n\r\n", isComplete: false)
                    try client.send(stream, Array("hello".utf8), isLast: true)
                    return try client.finish(stream)
                }
                #expect(answer.text == "second")
                #expect(pair.requests.map(\.text) == ["hello", "hello"])
                #expect(pair.requests.allSatisfy { $0.isComplete })
            }
        }

        /// A client that leaves takes both with it.
        @Test(.timeLimit(.minutes(1)))
        func bothEndWithTheirClient() async throws {
            let (asked, closed) = (Gate(), Gate())
            let pair = try Pair { peer, number in
                if number == 2 { asked.open() }
                defer { closed.open() }
                while try peer.readMore() {}
            }
            defer { pair.stop() }
            try await withGateway(Self.setup(pair.endpoints)) { running in
                try await onThread {
                    let client = try running.client()
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    asked.wait()
                    client.reset()
                    #expect(closed.wait() && closed.wait())
                }
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.exchangesActive == 0 && report.clientsActive == 0 && report.blocksLent == 0)
            }
        }

        /// Over HTTP/2 the first stream is cancelled, and its connection goes on.
        @Test(.timeLimit(.minutes(1)))
        func overHTTP2OnlyTheStreamIsGivenUp() async throws {
            let (asked, reset) = (Gate(), Gate())
            let silent = try TestUpstream.http2 { origin, upstream in
                while let request = try origin.nextRequest() {
                    upstream.note(Message(startLine: request.method))
                    asked.open()
                    guard request.path == "/held" else {
                        try origin.answer(request.stream, "fine")
                        continue
                    }
                    while origin.request(request.stream)?.reset == nil { guard try origin.step() else { return } }
                    if origin.request(request.stream)?.reset == .cancel { reset.open() }
                }
            }
            let good = try TestUpstream.answering("good")
            defer {
                silent.stop()
                good.stop()
            }
            var setup = Self.setup([.http2(silent.port), .local(good.port)])
            setup.routes[0].balance.method = .first
            try await withGateway(setup) { running in
                #expect(try await Self.answer(running, to: "GET /held HTTP/1.1\r\nHost: a\r\n\r\n").text == "good")
                #expect(try await onThread { reset.wait() })
                #expect(try await Self.answer(running).text == "fine")
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.upstreamHTTP2.connections == 1)
                #expect(Self.count(report, .won) == 1)
            }
        }
    }
}
