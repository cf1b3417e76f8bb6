import GatewayConfig
import GatewayCore
import GatewayPlane
import Synchronization
import Testing

extension EndToEnd {
    /// What is configured once holds once, however many workers there are.
    @Suite(.serialized, .timeLimit(.minutes(1))) struct SharedLimitTests {
        /// Requests that an origin has at once.
        private final class Load: Sendable {
            private let state = Mutex((now: 0, most: 0))

            var now: Int { self.state.withLock { $0.now } }
            var most: Int { self.state.withLock { $0.most } }

            func came() {
                self.state.withLock { state in
                    state.now += 1
                    state.most = max(state.most, state.now)
                }
            }

            func went() { self.state.withLock { $0.now -= 1 } }
        }

        /// An origin that answers one request for each time that the gate is opened.
        private static func origin(_ load: Load, _ gate: Gate) throws -> TestUpstream {
            try TestUpstream { peer, _, upstream in
                while let request = try? peer.message() {
                    upstream.note(request)
                    load.came()
                    gate.wait()
                    load.went()
                    try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                }
            }
        }

        /// One such origin behind so many workers, with the test at the gate.
        private static func withOrigin(
            workers: Int,
            _ limits: LoadLimits,
            _ test: (RunningGateway, TestUpstream, Load, Gate) async throws -> Void
        ) async throws {
            let load = Load()
            let gate = Gate()
            let origin = try Self.origin(load, gate)
            defer { origin.stop() }
            var setup = configuration(to: [.local(origin.port)], wait: .seconds(30))
            setup.workers = workers
            setup.routes[0].load = limits
            try await withGateway(setup) { try await test($0, origin, load, gate) }
        }

        private static func held(_ count: Int, _ running: RunningGateway) async throws -> [Held] {
            try await onThread {
                try (0..<count).map { _ in
                    let client = try running.client()
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    return Held(client)
                }
            }
        }

        /// Fewer than there are workers, more, and a number that cannot be divided.
        @Test(arguments: [1, 2, 3, 5], [false, true])
        func aLimitOfRequestsIsForAllWorkers(_ limit: Int, _ isOfEndpoint: Bool) async throws {
            let limits =
                isOfEndpoint ? LoadLimits(endpointRequests: limit) : LoadLimits(requests: limit)
            try await Self.withOrigin(workers: 4, limits) { running, origin, load, gate in
                let clients = try await Self.held(16, running)
                let report = try await running.report { $0.waiting == 16 - limit }
                #expect(report.waiting == 16 - limit)
                try await running.wait { load.now == limit }
                #expect(load.now == limit)
                // Each end lets one of those that wait go, whichever worker they are with.
                for left in (0..<16).reversed() {
                    let awaited = min(limit, left)
                    gate.open()
                    try await running.wait { origin.requests.count == 16 - left + awaited && load.now == awaited }
                    #expect(load.now == awaited, "with \(left) left")
                }
                let statuses = try await onThread { try clients.map { try $0.peer.finalResponse().status } }
                #expect(statuses == [Int](repeating: 200, count: 16))
                #expect(load.most == limit)
                #expect(try await running.report { $0.exchangesActive == 0 }.waiting == 0)
            }
        }

        /// Those with one worker do not keep those with another one waiting.
        @Test func whoCameFirstIsServedFirstWhicheverWorkerItIsWith() async throws {
            try await Self.withOrigin(workers: 3, LoadLimits(endpointRequests: 1)) { running, origin, load, gate in
                var clients: [Held] = []
                for number in 0..<12 {
                    clients.append(
                        try await onThread {
                            let client = try running.client()
                            try client.send("GET /\(number) HTTP/1.1\r\nHost: a\r\n\r\n")
                            return Held(client)
                        }
                    )
                    let report = try await running.report { $0.waiting == number }
                    #expect(report.waiting == number)
                    try await running.wait { load.now == 1 }
                }
                for count in 1...12 {
                    try await running.wait { origin.requests.count == count }
                    gate.open()
                }
                let waiting = clients
                _ = try await onThread { try waiting.map { try $0.peer.finalResponse().status } }
                #expect(origin.requests.map(\.target) == (0..<12).map { "/\($0)" })
            }
        }

        /// A reload changes the number, and what is under way counts on.
        @Test func aReloadedLimitCountsWhatIsUnderWay() async throws {
            try await Self.withOrigin(workers: 2, LoadLimits(requests: 2)) { running, origin, load, gate in
                let first = try await Self.held(4, running)
                try await running.wait { load.now == 2 }
                var changed = running.gateway.configuration
                changed.routes[0].load = LoadLimits(requests: 3)
                try running.gateway.reload(changed)
                let second = try await Self.held(4, running)
                try await running.wait { load.now == 3 }
                #expect(load.now == 3)
                for _ in 0..<8 { gate.open() }
                let all = first + second
                let statuses = try await onThread { try all.map { try $0.peer.finalResponse().status } }
                #expect(statuses == [Int](repeating: 200, count: 8))
                #expect(load.most == 3)
            }
        }

        @Test(arguments: [4, 6])
        func connectionsToAnEndpointAreSharedOutExactly(_ limit: Int) async throws {
            try await Self.withOrigin(workers: 4, LoadLimits(endpointConnections: limit)) { running, _, load, gate in
                let clients = try await Self.held(40, running)
                try await running.wait { load.now == limit }
                for _ in 0..<40 { gate.open() }
                let statuses = try await onThread { try clients.map { try $0.peer.finalResponse().status } }
                #expect(statuses == [Int](repeating: 200, count: 40))
                #expect(load.most <= limit)
            }
        }

        // MARK: - Health

        /// What one worker found out at the cost of five requests need not cost every other one five.
        @Test func anEjectionIsForAllWorkers() async throws {
            let isWell = Atomic<Bool>(false)
            let bad = try TestUpstream { peer, _, _ in
                while (try? peer.message()) != nil {
                    guard isWell.load(ordering: .acquiring) else { return peer.reset() }
                    try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad")
                }
            }
            let good = try TestUpstream.answering("good")
            defer {
                bad.stop()
                good.stop()
            }
            let label = "http://127.0.0.1:\(bad.port)"
            var setup = configuration(to: [.local(bad.port), .local(good.port)])
            setup.workers = 3
            setup.routes[0].retry.budgetPerSecond = 1000
            try await withGateway(setup) { running in
                // One connection is one worker's.
                let client = try await onThread {
                    let client = try running.client()
                    for _ in 0..<12 { #expect(try client.ask("/").text == "good") }
                    return Held(client)
                }
                let report = try await running.report { report in
                    report.endpoints.contains { $0.label == label && $0.passedOverBy == 3 }
                }
                let endpoint = try #require(report.endpoints.first { $0.label == label })
                #expect(endpoint.passedOverBy == 3)
                #expect(endpoint.standing.reason == "consecutive_faults")
                isWell.store(true, ordering: .releasing)
                // Its trial brings it back, everywhere.
                let after = try await onThread {
                    while try client.peer.ask("/").text == "good" {}
                    return running
                }.report { report in
                    report.endpoints.contains { $0.label == label && $0.passedOverBy == 0 }
                }
                #expect(after.endpoints.first { $0.label == label }?.passedOverBy == 0)
                let events = try await running.stopAndReadLog().filter { $0.contains("\"to\":\"ejected\"") }
                // One worker tells for all.
                #expect(events.count { $0.contains("consecutive_faults") } == 1, "\(events)")
            }
        }
    }
}
