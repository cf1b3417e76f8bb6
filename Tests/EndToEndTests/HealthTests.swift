import Foundation
import GatewayConfig
import GatewayCore
import GatewayFaults
import GatewayGuide
import GatewayPlane
import GatewayReactor
import Synchronization
import Testing

extension EndToEnd {
    /// Endpoints that are asked how they are, and endpoints that are known to restart.
    @Suite(.serialized) struct HealthTests {
        /// How an endpoint is, and what it said when it was asked.
        private final class Patient: Sendable {
            private let isWell = Mutex(true)
            private let answered = Mutex<[Int]>([])

            func becomes(well: Bool) {
                self.isWell.withLock { isWell in
                    isWell = well
                    self.answered.withLock { $0 = [] }
                }
            }

            /// The status to answer with.
            func asked() -> Int {
                self.isWell.withLock { isWell in
                    let status = isWell ? 200 : 503
                    self.answered.withLock { $0.append(status) }
                    return status
                }
            }

            /// Since the last change.
            var answers: [Int] { self.answered.withLock { $0 } }
        }

        /// In a process of its own: what becomes of an endpoint is told on standard error.
        private static func program(_ check: String, _ ports: [Int]) throws -> Program {
            // Three answers in a row that take longer than a second are not to be had from a busy machine, either.
            let times = "interval: 1s, timeout: 1s, rise: 2, fall: 3"
            let servers = ports.map { "http://127.0.0.1:\($0)" }.joined(separator: ", ")
            return try Program(
                configuration: """
                    workers: 1
                    access-log: off
                    admin: off
                    listen: 127.0.0.1:0
                    routes:
                      - to: [\(servers)]
                        balance: { method: round-robin }
                        health: { check: { \(check), \(times) } }

                    """
            )
        }

        /// Waits for the next event of the endpoint, which must have this reason.
        private static func event(_ program: Program, _ port: Int, to state: String, _ reason: String) throws {
            let line = try program.hears { line in
                line.contains("\"event\":\"endpoint_state\"") && line.contains(":\(port)\"")
                    && line.contains("\"to\":\"\(state)\"")
            }
            #expect(line.contains("\"reason\":\"\(reason)\""), "\(line)")
        }

        private static func get(_ program: Program) throws -> String {
            let client = try Peer(port: program.port)
            try client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            let response = try client.finalResponse()
            #expect(response.status == 200)
            return response.text
        }

        private static func texts(_ program: Program) throws -> Set<String> {
            Set(try (0..<6).map { _ in try Self.get(program) })
        }

        @Test(.timeLimit(.minutes(2)))
        func anEndpointThatFailsItsCheckGetsNoRequestsUntilItPassesAgain() async throws {
            let patient = Patient()
            let one = try TestUpstream { peer, _, _ in
                while let request = try? peer.message() {
                    let status = request.target == "/up" ? patient.asked() : 200
                    try peer.send("HTTP/1.1 \(status) x\r\nContent-Length: 3\r\n\r\none")
                }
            }
            let two = try TestUpstream.answering("two")
            defer {
                one.stop()
                two.stop()
            }
            let program = try Self.program("path: /up", [one.port, two.port])
            try await onThread {
                try Self.event(program, one.port, to: "up", "check_passed")
                #expect(try Self.texts(program) == ["one", "two"])
                patient.becomes(well: false)
                try Self.event(program, one.port, to: "down", "check_failed")
                #expect(patient.answers.count >= 3)
                // Its answers to requests are as good as before, and nobody gets them.
                #expect(try Self.texts(program) == ["two"])
                patient.becomes(well: true)
                try Self.event(program, one.port, to: "up", "check_passed")
                #expect(patient.answers.count >= 2)
                #expect(try Self.texts(program) == ["one", "two"])
            }
        }

        @Test(.timeLimit(.minutes(2)))
        func anEndpointThatAcceptsNoConnectionIsTakenOutAlthoughItsOldOnesWork() async throws {
            let one = try TestUpstream.answering("one")
            let two = try TestUpstream.answering("two")
            defer { two.stop() }
            let program = try Self.program("kind: tcp", [one.port, two.port])
            try await onThread {
                try Self.event(program, one.port, to: "up", "check_passed")
                #expect(try Self.texts(program) == ["one", "two"])
                // Closes the listener; the connections that it accepted go on answering.
                one.stop()
                try Self.event(program, one.port, to: "down", "check_failed")
                #expect(try Self.texts(program) == ["two"])
                let again = try TestUpstream.answering("again", .address(.loopbackV4(port: UInt16(one.port))))
                defer { again.stop() }
                try Self.event(program, one.port, to: "up", "check_passed")
                #expect(try Self.texts(program).contains("two"))
            }
        }

        /// It was there a moment ago, closed its connections and refuses new ones: somebody restarts it.
        @Test(.timeLimit(.minutes(1)))
        func anEndpointThatClosedItsConnectionsAndRefusesIsStarting() async throws {
            let gate = Gate()
            let upstream = try TestUpstream { peer, _, _ in
                _ = try peer.message()
                // Far from the end of its idle time, however busy the machine is.
                try peer.send("HTTP/1.1 200 OK\r\nKeep-Alive: timeout=600\r\nContent-Length: 2\r\n\r\nok")
                gate.wait()
            }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    let client = try running.client()
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(try client.finalResponse().text == "ok")
                }
                upstream.stop()
                try await running.wait { (try? Peer(port: upstream.port)) == nil }
                gate.open()
                let seen = try await running.report { $0.endpoints.first?.connections == 0 }
                #expect(seen.endpoints.first?.connections == 0)
                let response = try await onThread {
                    let client = try running.client()
                    try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
                    return try client.finalResponse()
                }
                #expect(response.status == Fault.Detail.endpointStarting.status)
                #expect(await running.gateway.report().faults.map(\.key.detail) == [.endpointStarting])
                let incident = try #require(await running.gateway.incidents(limit: 1).first)
                #expect(incident.fault?.detail == Fault.Detail.endpointStarting.token)
            }
        }

        /// Refusing alone says nothing of a restart.
        @Test(.timeLimit(.minutes(1)))
        func anEndpointThatWasNeverThereIsNotStarting() async throws {
            let port = Int(try Listener(.address(.loopbackV4(port: 0)), shared: false).address.port)
            try await withGateway(configuration(to: [.local(port)])) { running in
                try await onThread {
                    let client = try running.client()
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(try client.finalResponse().status == 502)
                }
                #expect(await running.gateway.report().faults.map(\.key.detail) == [.connectRefused])
            }
        }

        /// Two closes at one age teach the age, and the next race is explained with it.
        @Test(.timeLimit(.minutes(1)))
        func theLearnedAgeIsInTheExplanationOfARace() async throws {
            let upstream = try TestUpstream { peer, _, _ in
                while let request = try? peer.message() {
                    // The race: gone without a word when a second request comes.
                    if request.target == "/race" { return peer.close() }
                    try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                    // Time is the subject: the age at which this origin closes an idle connection.
                    guard try !peer.isSilent(milliseconds: 2500) else { return peer.close() }
                }
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                // As often as a busy machine needs for two closes that agree.
                for _ in 0..<20 {
                    let report = await running.gateway.report()
                    guard report.endpoints.first?.closesAfterNanoseconds == nil else { break }
                    let text = try await onThread { try running.client().ask("/").text }
                    #expect(text == "ok")
                    _ = try await running.report { $0.endpoints.first?.connections == 0 }
                }
                let report = await running.gateway.report()
                let learned = try #require(report.endpoints.first?.closesAfterNanoseconds)
                #expect(learned > 1_000_000_000)
                try await onThread {
                    let client = try running.client()
                    #expect(try client.ask("/").text == "ok")
                    #expect(try client.ask("/race").status == 502)
                }
                let tenths = (learned + 50_000_000) / 100_000_000
                let sentence = "origin closes idle connections after about \(tenths / 10).\(tenths % 10) s (seen "
                let incident = try #require(await running.gateway.incidents(limit: 1).first)
                #expect(incident.notes.contains { $0.hasPrefix(sentence) }, "\(incident.notes)")
            }
        }

        // MARK: - What is told of it

        /// Ejected by its requests: said in the log beside theirs, and in the report, with the reason.
        @Test(.timeLimit(.minutes(1)))
        func anEjectionIsInTheLogAndInTheReport() async throws {
            let bad = try TestUpstream { peer, _, _ in
                _ = try peer.message()
                peer.reset()
            }
            let good = try TestUpstream.answering("good")
            defer {
                bad.stop()
                good.stop()
            }
            let label = "http://127.0.0.1:\(bad.port)"
            var setup = configuration(to: [.local(bad.port), .local(good.port)])
            setup.routes[0].retry.budgetPerSecond = 1000
            let lines = try await withGateway(setup) { running in
                let before = await running.gateway.report().endpoints.map(\.standing.state)
                #expect(before == [.up, .up])
                try await onThread {
                    let client = try running.client()
                    for _ in 0..<12 { #expect(try client.ask("/").text == "good") }
                }
                let endpoint = try #require(await running.gateway.report().endpoints.first { $0.label == label })
                #expect(endpoint.standing.state == .ejected && endpoint.isSkipped && endpoint.passedOverBy == 1)
                #expect(endpoint.standing.reason == "consecutive_faults")
                #expect(endpoint.standing.words?.hasSuffix(" faults in a row") == true)
                #expect((endpoint.standing.endsIn ?? 0) > 0 && endpoint.standing.since != nil)
                return try await running.stopAndReadLog()
            }
            let events = lines.filter { $0.contains("\"event\":\"endpoint_state\"") }
            #expect(events.count == 1, "\(events)")
            let event = try #require(try JSONSerialization.jsonObject(with: Data(events[0].utf8)) as? [String: Any])
            #expect(event["endpoint"] as? String == label)
            #expect(event["from"] as? String == "up" && event["to"] as? String == "ejected")
            #expect(event["reason"] as? String == "consecutive_faults")
            #expect((event["for_ms"] as? Int ?? 0) > 0)
        }

        @Test(.timeLimit(.minutes(1)))
        func whatACheckAndAnOperatorSayIsInTheReportToo() async throws {
            let sick = try TestUpstream { peer, _, _ in
                while (try? peer.message()) != nil { try peer.send("HTTP/1.1 503 x\r\nContent-Length: 0\r\n\r\n") }
            }
            let good = try TestUpstream.answering("good")
            defer {
                sick.stop()
                good.stop()
            }
            var setup = configuration(to: [.local(sick.port), .local(good.port)])
            setup.workers = 2
            setup.routes[0].health.check = HealthCheck(path: "/up", interval: Milliseconds(100), fall: 1)
            let lines = try await withGateway(setup) { running in
                let report = try await running.report { report in
                    report.endpoints.contains { $0.standing.state == .down && $0.passedOverBy == 2 }
                }
                let down = try #require(report.endpoints.first { $0.standing.state == .down })
                #expect(down.label == "http://127.0.0.1:\(sick.port)" && down.passedOverBy == 2)
                #expect(down.standing.reason == "check_failed")
                #expect(down.standing.words == "its check was answered 503")
                #expect(running.gateway.drainEndpoint("http://127.0.0.1:\(good.port)", true))
                let drained = try await running.report { $0.endpoints.contains { $0.standing.state == .drained } }
                #expect(drained.endpoints.first { $0.isDrained }?.standing.words == "an operator took it out")
                #expect(running.gateway.drainEndpoint("http://127.0.0.1:\(good.port)", false))
                _ = try await running.report { !$0.endpoints.contains { $0.standing.state == .drained } }
                return try await running.stopAndReadLog()
            }
            // One worker tells for all what all of them were told.
            for reason in ["check_failed", "drained", "restored"] {
                let events = lines.filter { $0.contains("\"reason\":\"\(reason)\"") }
                #expect(events.count == 1, "\(reason): \(events)")
            }
        }
    }
}
