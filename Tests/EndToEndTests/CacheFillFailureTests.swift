import GatewayConfig
import GatewayCore
import GatewayFaults
import GatewayGuide
import GatewayPlane
import Synchronization
import Testing

extension EndToEnd {
    /// An answer that breaks, is too large, or comes for a slow client, while it is sent to many.
    @Suite(.serialized, .timeLimit(.minutes(1))) struct CacheFillFailureTests {
        // MARK: - It breaks

        @Test(arguments: FillOrigin.Framing.allCases)
        func whenTheOriginBreaksOffEverybodySeesIt(_ framing: FillOrigin.Framing) async throws {
            let gate = Gate()
            let origin = try FillOrigin.make(framing, gate, breaks: true)
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                try await onThread {
                    let clients = try (0..<4).map { _ in try FillOrigin.begin(running) }
                    let old = try FillOrigin.begin(running, version: "1.0")
                    let (modern, stream) = try FillOrigin.beginStream(running)
                    gate.open()
                    for client in clients {
                        let rest = try client.peer.readToEnd().bytes
                        #expect(!String(decoding: rest, as: UTF8.self).contains("0\r\n\r\n"))
                    }
                    // Without a length only a reset tells.
                    #expect(try old.peer.readToEnd().ending == .reset || framing == .length)
                    #expect(try modern.finish(stream).reset != nil)
                }
                #expect(origin.requests.count == 1)
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.cache.entries == 0)
                #expect(report.cache.filling == 0)
                let faults = report.faults.filter { $0.key.detail == .resetInsideBody }.reduce(0) { $0 + $1.count }
                #expect(faults == 6)
                let incidents = await running.gateway.incidents(limit: 10)
                #expect(incidents.count == 6)
                #expect(incidents.allSatisfy { $0.outcome == .aborted })
                let label = "http://127.0.0.1:\(origin.port)"
                #expect(incidents.count { $0.notes.contains { $0.contains("\(label) to another request") } } == 5)
                // Whose answer it was is known of all of them.
                #expect(report.visible.map(\.key.endpoint) == [label])
                #expect(report.visible.map(\.count) == [6])
                let lines = try await running.stopAndReadLog()
                #expect(lines.count { $0.contains("\"upstream\":\"\(label)\"") } == 6, "\(lines)")
            }
        }

        /// How long its client waits is nobody else's limit.
        @Test func whenTheTimeOfTheFirstOneIsOverTheOthersGetTheWhole() async throws {
            let gate = Gate()
            let origin = try FillOrigin.make(.chunked, gate)
            defer { origin.stop() }
            var made = cachingConfiguration(to: origin.port)
            made.routes[0].deadlineField = "x-request-timeout"
            try await withGateway(made) { running in
                try await onThread {
                    let first = try running.client()
                    try first.send("GET /page HTTP/1.1\r\nHost: a\r\nX-Request-Timeout: 4s\r\n\r\n")
                    _ = try first.take(through: "first")
                    let other = try FillOrigin.begin(running)
                    // The rest of the chunk, and no last one.
                    #expect(try first.readToEnd().bytes == [13, 10])
                    gate.open()
                    _ = try other.peer.take(through: FillOrigin.Framing.chunked.last)
                }
                #expect(origin.requests.count == 1)
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.faults.map(\.key.detail) == [.totalTimeout])
                #expect(report.faults.map(\.count) == [1])
                #expect(report.cache.entries == 1)
            }
        }

        /// Nobody was sent a byte of it: who waited asks again.
        @Test func anAnswerThatCannotBeReadFromTheStartIsNobodys() async throws {
            let gate = Gate()
            let origin = try Origin { _, number in
                guard number == 0 else { return Origin.ok("good", FillOrigin.fresh) }
                gate.wait()
                return Array("\(FillOrigin.Framing.chunked.head)what\r\n".utf8)
            }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                async let first = onThread { try running.client().ask("/page").status }
                try await running.wait { origin.requests.count == 1 }
                async let others = onThreads(3) { _ in try running.client().ask("/page").text }
                _ = try await running.report { $0.exchangesActive == 4 }
                gate.open()
                let texts = try await others
                #expect(texts == ["good", "good", "good"])
                let status = try await first
                #expect(status == 502)
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.cache.filling == 0)
            }
        }

        // MARK: - Slow and large

        /// The first one reads nothing: the kernel's buffers take a part, and nothing more moves on its account.
        @Test func aSlowFirstClientHoldsNobodyUp() async throws {
            let content = Pattern.bytes(7 << 20)
            let origin = try Origin { _, _ in Origin.ok(content, [FillOrigin.fresh]) }
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port)) { running in
                let slow = try await onThread {
                    let client = try running.client()
                    try client.send("GET /page HTTP/1.1\r\nHost: a\r\n\r\n")
                    return Held(client)
                }
                try await running.wait { origin.requests.count == 1 }
                let answers = try await onThreads(2) { _ in try running.client().ask("/page").content == content }
                #expect(answers == [true, true])
                #expect(try await onThread { try slow.peer.finalResponse().content == content })
                #expect(origin.requests.count == 1)
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.cache.entries == 1)
                #expect(report.cache.collapsed == 2)
            }
        }

        /// Keeps nothing over 200 kB.
        private static let small = {
            var policy = CachePolicy()
            policy.object = 200_000
            return policy
        }()

        /// It turns out too large while many are being sent it: nobody's answer breaks, and nothing is kept.
        @Test func whatIsTooLargeIsSentToEverybody() async throws {
            let gate = Gate()
            let content = Pattern.bytes(3 << 20)
            let origin = try FillOrigin.large(gate, content)
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port, policy: Self.small)) { running in
                let arrived = Atomic<Int>(0)
                let answers = try await onThreads(5) { number in
                    let (client, stream) = try FillOrigin.beginStream(running)
                    if arrived.add(1, ordering: .acquiringAndReleasing).newValue == 5 { gate.open() }
                    let answer = try client.finish(stream)
                    #expect(answer.reset == nil)
                    #expect(answer.content.count == content.count + 5)
                    return answer.content == Array("first".utf8) + content
                }
                #expect(answers == [Bool](repeating: true, count: 5))
                #expect(origin.requests.count == 1)
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.faults.isEmpty)
                #expect(report.clientsLeft == 0)
                #expect(report.cache.entries == 0)
                #expect(report.cache.bytes == 0)
            }
        }

        /// What is too large is held in bounded memory, so all wait for the slowest: who takes nothing is cut off.
        @Test func whoTakesNothingOfWhatIsTooLargeIsCutOff() async throws {
            let gate = Gate()
            let content = Pattern.bytes(8 << 20)
            let origin = try FillOrigin.large(gate, content)
            defer { origin.stop() }
            var timeouts = Timeouts.generous
            timeouts.write = Setting(.seconds(4))
            let made = cachingConfiguration(to: origin.port, policy: Self.small, timeouts: timeouts)
            try await withGateway(made) { running in
                let (leader, slow) = try await onThread {
                    (try FillOrigin.begin(running), try FillOrigin.begin(running))
                }
                gate.open()
                let size = try await onThread {
                    var size = 0
                    // Taken as it comes: the end is where the connection falls silent for good.
                    while !leader.peer.pending.suffix(7).elementsEqual("\r\n0\r\n\r\n".utf8) {
                        guard try leader.peer.readMore() else { break }
                        if leader.peer.pending.count > 1 << 20 { size += leader.peer.takePending(1 << 19).count }
                    }
                    return size + leader.peer.pending.count
                }
                #expect(size > content.count)
                #expect(try await onThread { try slow.peer.readToEnd().bytes.count } < content.count)
                #expect(origin.requests.count == 1)
            }
        }
    }
}
