import Foundation
import GatewayConfig
import GatewayLab
import GatewayPlane
import Testing

extension EndToEnd {
    /// After a switch of protocols both directions are bytes.
    @Suite(.serialized) struct TunnelTests {
        private static let ask =
            "GET /upgrade HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo\r\nX-Kept: 1\r\n\r\n"

        /// A client whose connection is a tunnel now.
        private static func switched(_ running: RunningGateway) throws -> Peer {
            let client = try running.client()
            try client.send(Self.ask)
            #expect(try client.message().status == 101)
            return client
        }

        @Test(.timeLimit(.minutes(1)))
        func bytesGoBothWaysAndEachDirectionEndsByItself() async throws {
            try await withLab { lab in
                try await withGateway(configuration(to: [.at(lab.address)])) { running in
                    try await onThread {
                        let client = try running.client()
                        // Bytes right behind the head belong to the new protocol.
                        try client.send(Self.ask + "early ")
                        let answer = try client.message()
                        #expect(answer.status == 101)
                        #expect(answer.field("Upgrade") == "echo")
                        #expect(answer.field("Connection")?.lowercased() == "upgrade")
                        #expect(try client.take(6) == Array("early ".utf8))
                        let content = Pattern.bytes(200_000)
                        for piece in Pattern.pieces(content, 20_000) {
                            try client.send(piece)
                            #expect(try client.take(piece.count) == piece)
                        }
                        try client.send("last")
                        client.finishSending()
                        let (rest, ending) = try client.readToEnd()
                        #expect(rest == Array("last".utf8))
                        #expect(ending == .fin)
                    }
                    let report = try await running.report { $0.exchangesActive == 0 && $0.clientsActive == 0 }
                    #expect(report.exchangesActive == 0)
                    #expect(report.clientsActive == 0)
                    #expect(report.blocksLent == 0)
                    #expect(report.faults.isEmpty)
                }
            }
        }

        /// Thousands of WebSockets are open and say nothing: each keeps its head, and no room for messages.
        @Test(.timeLimit(.minutes(1)))
        func aSilentTunnelKeepsNothingButItsHead() async throws {
            try await withLab { lab in
                try await withGateway(configuration(to: [.at(lab.address)])) { running in
                    let clients = try await onThread {
                        let clients = try (0..<10).map { _ in Held(try running.client()) }
                        for client in clients {
                            try client.peer.send(Self.ask)
                            #expect(try client.peer.message().status == 101)
                        }
                        for client in clients {
                            try client.peer.send("there and back")
                            #expect(try client.peer.take(14) == Array("there and back".utf8))
                        }
                        return clients
                    }
                    let report = try await running.report { $0.blocksLent <= clients.count }
                    #expect(report.exchangesActive == clients.count)
                    #expect(report.blocksLent == clients.count)
                    try await onThread {
                        for client in clients {
                            try client.peer.send("again")
                            client.peer.finishSending()
                            #expect(try client.peer.readToEnd().bytes == Array("again".utf8))
                        }
                    }
                    let after = try await running.report { $0.clientsActive == 0 }
                    #expect(after.blocksLent == 0)
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func theUpstreamMayEndFirstAndStillHear() async throws {
            let upstream = try TestUpstream { peer, _, upstream in
                _ = try peer.message()
                try peer.send("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\nbye")
                peer.finishSending()
                let (bytes, _) = try peer.readToEnd()
                upstream.note(Message(startLine: String(decoding: bytes, as: UTF8.self)))
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    let client = try Self.switched(running)
                    #expect(try client.readToEnd().bytes == Array("bye".utf8))
                    try client.send("still here")
                    client.finishSending()
                }
                let report = try await running.report { $0.exchangesActive == 0 && $0.clientsActive == 0 }
                #expect(report.exchangesActive == 0)
                try await running.wait { !upstream.requests.isEmpty }
                #expect(upstream.requests.map(\.startLine) == ["still here"])
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aTunnelWhereNothingMovesIsClosed() async throws {
            try await withLab { lab in
                var timeouts = Timeouts.generous
                timeouts.tunnelIdle = Setting(Milliseconds(150))
                try await withGateway(configuration(to: [.at(lab.address)], timeouts: timeouts)) { running in
                    try await onThread {
                        let client = try Self.switched(running)
                        #expect(try client.readToEnd().bytes.isEmpty)
                    }
                    let report = try await running.report { $0.exchangesActive == 0 }
                    #expect(report.exchangesActive == 0)
                    #expect(report.endpoints.map(\.connections) == [0])
                }
            }
        }

        /// The timer stays where it was set when the tunnel opened; what moved since counts when it fires.
        @Test(.timeLimit(.minutes(1)))
        func aTunnelInWhichSomethingMovesIsKept() async throws {
            try await withLab { lab in
                var timeouts = Timeouts.generous
                timeouts.tunnelIdle = Setting(Milliseconds(1000))
                try await withGateway(configuration(to: [.at(lab.address)], timeouts: timeouts)) { running in
                    try await onThread {
                        let client = try Self.switched(running)
                        let end = ContinuousClock.now + .milliseconds(2500)
                        while ContinuousClock.now < end {
                            try client.send("again")
                            #expect(try client.take(5) == Array("again".utf8))
                        }
                        #expect(try client.readToEnd().bytes.isEmpty)
                    }
                }
            }
        }

        /// More than all socket buffers on the way can hold, to a side that is in no hurry.
        @Test(.timeLimit(.minutes(1)))
        func whatOneSideDoesNotTakeYetWaits() async throws {
            let piece = Pattern.bytes(400_000)
            let upstream = try TestUpstream { peer, _, _ in
                _ = try peer.message()
                try peer.send("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n")
                // Not what is waited for: a slow peer is the subject.
                Thread.sleep(forTimeInterval: 0.3)
                for _ in 0..<40 { #expect(try peer.take(piece.count) == piece) }
                for _ in 0..<40 { try peer.send(piece) }
                peer.finishSending()
                #expect(try peer.readToEnd().bytes.isEmpty)
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    let client = try Self.switched(running)
                    for _ in 0..<40 { try client.send(piece) }
                    Thread.sleep(forTimeInterval: 0.3)
                    for _ in 0..<40 { #expect(try client.take(piece.count) == piece) }
                    client.finishSending()
                    #expect(try client.readToEnd().bytes.isEmpty)
                }
                let report = try await running.report { $0.clientsActive == 0 }
                #expect(report.blocksLent == 0)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aRefusedUpgradeKeepsTheConnection() async throws {
            try await withLab { lab in
                let address = try #require(lab.address(of: "upgrade-refused"))
                try await withGateway(configuration(to: [.at(address)])) { running in
                    try await onThread {
                        let client = try running.client()
                        for _ in 0..<2 {
                            try client.send(Self.ask)
                            #expect(try client.finalResponse().status == 403)
                        }
                    }
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func oneBusyTunnelDoesNotStarveOthers() async throws {
            try await withLab { lab in
                try await withGateway(configuration(to: [.at(lab.address)])) { running in
                    try await onThread {
                        let busy = try running.client()
                        try busy.send(Self.ask)
                        #expect(try busy.message().status == 101)
                        let other = try running.client()
                        var echoed = 0
                        for _ in 0..<50 {
                            echoed -= try busy.sendSome([UInt8](repeating: 1, count: 65_536))
                            try other.send("GET /ok HTTP/1.1\r\nHost: a\r\n\r\n")
                            #expect(try other.finalResponse().status == 200)
                            _ = try busy.isSilent(milliseconds: 1)
                            echoed += busy.takePending(.max).count
                        }
                        #expect(try busy.take(-echoed).count == -echoed)
                    }
                }
            }
        }
    }
}
