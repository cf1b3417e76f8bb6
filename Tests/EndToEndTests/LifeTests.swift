import Foundation
import GatewayConfig
import GatewayFaults
import GatewayLab
import GatewayPlane
import GatewayReactor
import Testing

extension EndToEnd {
    /// Starting, reloading, draining, stopping; listeners and the log.
    @Suite(.serialized) struct LifeTests {
        // MARK: - Answers of the gateway itself

        @Test(.timeLimit(.minutes(1)))
        func noRouteIsNotFoundAndKeepsTheConnection() async throws {
            var configuration = configuration(to: [.local(9)])
            configuration.routes[0].match = RouteMatch(hosts: [.exact("shop.example")])
            try await withGateway(configuration) { running in
                try await onThread {
                    let client = try running.client()
                    for _ in 0..<2 {
                        try client.send("GET / HTTP/1.1\r\nHost: other.example\r\nAccept: text/html\r\n\r\n")
                        let response = try client.finalResponse()
                        #expect(response.status == 404)
                        #expect(response.field("Content-Type")?.hasPrefix("text/html") == true)
                        let told = try ProxyStatus(parsing: response.field("Proxy-Status") ?? "")
                        #expect(told.members.map(\.error) == [.known(.destinationNotFound)])
                    }
                }
                #expect(await running.gateway.report().faults.map(\.count) == [2])
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aGatewayThatIsItsOwnUpstreamNoticesTheLoop() async throws {
            try await withGateway(configuration(to: [.local(9)])) { running in
                try running.gateway.reload(self.reloaded(running, to: [.local(running.port)]))
                let response = try await onThread {
                    let client = try running.client()
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    return try client.finalResponse()
                }
                #expect(response.status == Fault.Detail.loopDetected.status)
                let report = await running.gateway.report()
                #expect(report.faults.map(\.key.detail) == [.loopDetected])
                #expect(report.faults.map(\.count) == [1])
            }
        }

        /// The configuration that is running, with other endpoints.
        private func reloaded(_ running: RunningGateway, to endpoints: [Endpoint]) -> Configuration {
            var configuration = running.gateway.configuration
            configuration.routes = [Route(name: "all", endpoints: endpoints)]
            return configuration
        }

        // MARK: - Unix sockets

        @Test(.timeLimit(.minutes(1)))
        func unixSocketsServeOnBothSides() async throws {
            let directory = NSTemporaryDirectory() + "gg-\(UUID().uuidString.prefix(8))"
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: directory) }
            let upstream = try TestUpstream.answering("ok", .unix(path: directory + "/up"))
            defer { upstream.stop() }
            var configuration = configuration(to: [Endpoint(address: .unix(path: directory + "/up"))])
            configuration.listeners = [Listener(address: .unix(path: directory + "/gate"))]
            configuration.workers = 2
            for _ in 0..<2 {
                // The second time the first one's socket file is still there.
                try await withGateway(configuration) { running in
                    try await onThread {
                        let client = try Peer(to: .unix(path: directory + "/gate"))
                        for _ in 0..<3 {
                            try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                            #expect(try client.finalResponse().text == "ok")
                        }
                    }
                    #expect(await running.gateway.report().faults.isEmpty)
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aFileThatIsNoSocketIsNotRemovedForAListener() throws {
            let path = NSTemporaryDirectory() + "gg-\(UUID().uuidString)"
            try "precious".write(toFile: path, atomically: true, encoding: .utf8)
            defer { try? FileManager.default.removeItem(atPath: path) }
            var configuration = configuration(to: [.local(9)])
            configuration.listeners = [Listener(address: .unix(path: path))]
            configuration.accessLog.format = .off
            #expect(throws: Gateway.StartError.self) { try Gateway(configuration) }
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
        }

        // MARK: - Reloading

        @Test(.timeLimit(.minutes(1)))
        func aReloadChangesTheRouteOfAConnectionThatIsKept() async throws {
            let one = try TestUpstream.answering("one")
            let two = try TestUpstream.answering("two")
            defer {
                one.stop()
                two.stop()
            }
            try await withGateway(configuration(to: [.local(one.port)])) { running in
                try await onThread {
                    let client = try running.client()
                    for (text, port) in [("one", two.port), ("two", one.port), ("one", two.port)] {
                        try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                        #expect(try client.finalResponse().text == text)
                        try running.gateway.reload(self.reloaded(running, to: [.local(port)]))
                    }
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(try client.finalResponse().text == "two")
                }
                let report = await running.gateway.report()
                #expect(report.clientsAccepted == 1)
                #expect(report.generation == 4)
                #expect(report.endpoints.count == 1)
            }
        }

        /// The exchange that runs keeps its old route, may even retry on it, and leaves nothing behind.
        @Test(.timeLimit(.minutes(1)))
        func anExchangeUnderWayEndsUnderItsOldRoute() async throws {
            let gate = Gate()
            let slow = try TestUpstream { peer, number, upstream in
                upstream.note(try peer.message())
                gate.wait()
                if number > 1 { try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nold") }
            }
            let new = try TestUpstream.answering("new")
            let other = try TestUpstream { peer, _, _ in
                _ = try peer.message()
                try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nold")
            }
            defer {
                slow.stop()
                new.stop()
                other.stop()
            }
            var settings = configuration(to: [.local(slow.port), .local(other.port)])
            // The slow one is asked first.
            settings.routes[0].balance.method = .first
            try await withGateway(settings) { running in
                try await onThread {
                    let first = try running.client()
                    try first.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    while slow.requests.isEmpty { _ = try first.isSilent(milliseconds: 1) }
                    for _ in 0..<3 { try running.gateway.reload(self.reloaded(running, to: [.local(new.port)])) }
                    let second = try running.client()
                    try second.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(try second.finalResponse().text == "new")
                    gate.open()
                    // Closed without an answer: the other endpoint of the old route gives one.
                    #expect(try first.finalResponse().text == "old")
                    try first.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(try first.finalResponse().text == "new")
                }
                let report = try await running.report { $0.endpoints.count == 1 }
                #expect(report.endpoints.map(\.label) == ["http://127.0.0.1:\(new.port)"])
            }
        }

        /// A kept connection dies under a request whose route a reload has taken away together with all its endpoints.
        @Test(.timeLimit(.minutes(1)))
        func aRetryUnderARetiredRouteFindsItsEndpoints() async throws {
            let gate = Gate()
            let racing = try TestUpstream { peer, number, upstream in
                upstream.note(try peer.message())
                try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nold")
                guard number == 1 else { return }
                upstream.note(try peer.message())
                gate.wait()
            }
            let new = try TestUpstream.answering("new")
            defer {
                racing.stop()
                new.stop()
            }
            let endpoints: [Endpoint] = [.local(racing.port), .local(9, weight: 0)]
            try await withGateway(configuration(to: endpoints)) { running in
                try await onThread {
                    let client = try running.client()
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(try client.finalResponse().text == "old")
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    while racing.requests.count < 2 { _ = try client.isSilent(milliseconds: 1) }
                    try running.gateway.reload(self.reloaded(running, to: [.local(new.port)]))
                    let other = try running.client()
                    try other.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(try other.finalResponse().text == "new")
                    gate.open()
                    #expect(try client.finalResponse().text == "old")
                }
                let report = try await running.report { $0.endpoints.count == 1 }
                #expect(report.endpoints.map(\.label) == ["http://127.0.0.1:\(new.port)"])
                #expect(report.saved == 1)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aReloadWithAPortInUseKeepsTheOldConfiguration() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                var bad = self.reloaded(running, to: [.local(9)])
                bad.listeners.append(Listener(address: .tcp(host: "127.0.0.1", port: upstream.port)))
                #expect(throws: Gateway.StartError.self) { try running.gateway.reload(bad) }
                try await onThread {
                    let client = try running.client()
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(try client.finalResponse().text == "ok")
                }
                #expect(running.gateway.generation == 1)
                #expect(running.gateway.addresses.count == 1)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aReloadOpensAndClosesListeners() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                var more = self.reloaded(running, to: [.local(upstream.port)])
                more.listeners = [Listener(address: .tcp(host: "127.0.0.2", port: 0))]
                let changed = more
                let kept = try await onThread {
                    let client = try running.client()
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(try client.finalResponse().text == "ok")
                    try running.gateway.reload(changed)
                    // The listener is gone, its connection is not.
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    return try client.finalResponse().text
                }
                #expect(kept == "ok")
                let bound = try #require(running.gateway.addresses.first)
                #expect(bound.hasPrefix("127.0.0.2:"))
                let port = try #require(bound.split(separator: ":").last.flatMap { UInt16($0) })
                _ = await running.gateway.report()
                try await onThread {
                    let two = SocketAddress(family: .v4, high: 0x7F00_0002 << 32, low: 0, port: port)
                    let client = try Peer(to: .address(two))
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(try client.finalResponse().text == "ok")
                    #expect(throws: Peer.Problem.failed(Errno.connectionRefused)) { try running.client() }
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aPortInUseIsToldWithItsAddress() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            var configuration = configuration(to: [.local(9)])
            configuration.listeners = [Listener(address: .tcp(host: "127.0.0.1", port: upstream.port))]
            configuration.accessLog.format = .off
            do {
                _ = try Gateway(configuration)
                Issue.record("two servers on one port")
            } catch {
                #expect(error.problems.count == 1)
                #expect(error.problems.first?.contains("127.0.0.1:\(upstream.port)") == true)
            }
        }

        // MARK: - Draining

        @Test(.timeLimit(.minutes(1)), arguments: [1, 2])
        func drainingFinishesWhatRunsAndTakesNothingNew(_ workers: Int) async throws {
            let gate = Gate()
            let upstream = try TestUpstream { peer, _, upstream in
                upstream.note(try peer.message())
                gate.wait()
                try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            }
            defer { upstream.stop() }
            var configuration = configuration(to: [.local(upstream.port)])
            configuration.workers = workers
            try await withGateway(configuration) { running in
                try await onThread {
                    let idle = try running.client()
                    let busy = try running.client()
                    try busy.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    while upstream.requests.isEmpty { _ = try busy.isSilent(milliseconds: 1) }
                    running.gateway.drain(milliseconds: 10_000)
                    #expect(try idle.readToEnd().bytes.isEmpty)
                    // Each worker stops listening in its own turn.
                    while (try? running.client()) != nil {}
                    #expect(throws: Peer.Problem.failed(Errno.connectionRefused)) { try running.client() }
                    gate.open()
                    let response = try busy.finalResponse()
                    #expect(response.text == "ok")
                    #expect(response.field("Connection")?.lowercased() == "close")
                    running.gateway.waitUntilStopped()
                }
                #expect(running.gateway.hasStopped)
                // Asking a gateway that has ended gives an answer, too.
                #expect(await running.gateway.report().workers == 0)
                #expect(await running.gateway.incident(id: "none") == nil)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func drainingEndsAtItsLimit() async throws {
            try await withLab { lab in
                try await withGateway(configuration(to: [.at(lab.address)])) { running in
                    try await onThread {
                        let busy = try running.client()
                        try busy.send("GET /sse HTTP/1.1\r\nHost: a\r\n\r\n")
                        _ = try busy.take(through: "tick")
                        running.gateway.drain(milliseconds: 150)
                        running.gateway.waitUntilStopped()
                        let (bytes, _) = try busy.readToEnd()
                        #expect(!String(decoding: bytes, as: UTF8.self).contains("\r\n0\r\n\r\n"))
                    }
                }
            }
        }

        // MARK: - The log

        @Test(.timeLimit(.minutes(1)), arguments: [AccessLog.Format.json, .combined])
        func aClientCannotForgeLogLines(_ format: AccessLog.Format) async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            var configuration = configuration(to: [.local(upstream.port)])
            configuration.accessLog.format = format
            try await withGateway(configuration) { running in
                let attacks: [[UInt8]] = [
                    Array("GET /a%0d%0ab HTTP/1.1\r\nHost: a\r\nUser-Agent: x\"} {\"forged\":1\r\n\r\n".utf8),
                    Array("GET /b HTTP/1.1\r\nHost: a\r\nUser-Agent: \u{1B}[31mred\r\n\r\n".utf8),
                    Array("GET /c\u{1B}[2J HTTP/1.1\r\nHost: a\r\n\r\n".utf8),
                    Array("GET /d HTTP/1.1\r\nHost: a\r\nUser-Agent: a\u{7F}b\r\n\r\n".utf8),
                    Array("GET /e HTTP/1.1\r\nHost: a\r\nUser-Agent: ".utf8) + [0xC2, 0x85, 0xFF, 0xE2, 0x80, 0xA8]
                        + Array("\\\"\r\nReferer: \" \" 200\r\n\r\n".utf8),
                    Array("GE\nT /f HTTP/1.1\r\nHost: a\r\n\r\n".utf8),
                ]
                for attack in attacks {
                    try await onThread {
                        let client = try running.client()
                        try client.send(attack)
                        _ = try client.finalResponse()
                    }
                }
                let lines = try await running.stopAndReadLog()
                #expect(lines.count == attacks.count)
                for line in lines {
                    #expect(line.utf8.allSatisfy { (0x20..<0x7F).contains($0) }, "\(line.debugDescription)")
                    if format == .json {
                        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                        #expect(object?["forged"] == nil)
                        #expect(object?["status"] is Int)
                    } else {
                        // Three quoted parts, whatever the client wrote into them.
                        #expect(line.count { $0 == "\"" } == 6, "\(line)")
                    }
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func theLogFollowsARotation() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                let moved = running.logPath + ".1"
                defer { try? FileManager.default.removeItem(atPath: moved) }
                func ask(_ path: String) async throws {
                    try await onThread {
                        let client = try running.client()
                        try client.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
                        #expect(try client.finalResponse().status == 200)
                    }
                }
                func text(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
                try await ask("/before")
                try await running.wait { text(running.logPath).contains("/before") }
                try FileManager.default.moveItem(atPath: running.logPath, toPath: moved)
                running.gateway.reopenLog()
                try await running.wait { FileManager.default.fileExists(atPath: running.logPath) }
                try await ask("/after")
                let lines = try await running.stopAndReadLog()
                #expect(lines.count == 1)
                #expect(lines.first?.contains("/after") == true)
                #expect(text(moved).contains("/before"))
            }
        }
    }
}
