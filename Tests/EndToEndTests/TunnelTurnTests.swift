import GatewayLab
import Testing

extension EndToEnd {
    /// Many tunnels in one turn of the loop: their bytes are read through one block and sent at the end of the turn.
    @Suite(.serialized) struct TunnelTurnTests {
        private static func switched(_ program: Program) throws -> Peer {
            let client = try Peer(port: program.port)
            try client.send("GET /upgrade HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n")
            #expect(try client.message().status == 101)
            return client
        }

        /// Its own bytes: no two clients' agree anywhere.
        private static func words(_ number: Int, round: Int, size: Int) -> [UInt8] {
            (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ number &* 7 &+ round &* 13) }
        }

        /// Together they are several blocks; some are larger than one, some end with a FIN, and some are gone at once.
        @Test(.timeLimit(.minutes(1)), arguments: [1, 900, 6_000, 40_000])
        func eachGetsItsOwnWhateverElseMoves(size: Int) async throws {
            try await withLab { lab in
                let program = try Program(to: lab.address.url, arguments: "--workers 1")
                try await onThread {
                    let clients = try (0..<60).map { _ in try Self.switched(program) }
                    let sizes = clients.indices.map { 1 + $0 * 97 % size }
                    for round in 0..<3 {
                        try program.whileStopped {
                            for (number, client) in clients.enumerated() {
                                try client.send(Self.words(number, round: round, size: sizes[number]))
                            }
                        }
                        for (number, client) in clients.enumerated() {
                            let own = Self.words(number, round: round, size: sizes[number])
                            #expect(try client.take(sizes[number]) == own, "\(number)")
                        }
                    }
                    try program.whileStopped {
                        for (number, client) in clients.enumerated() {
                            try client.send(Self.words(number, round: 3, size: sizes[number]))
                            switch number % 3 {
                            case 0: client.finishSending()
                            case 1: client.reset()
                            default: break
                            }
                        }
                    }
                    for (number, client) in clients.enumerated() where number % 3 != 1 {
                        let own = Self.words(number, round: 3, size: sizes[number])
                        #expect(try client.take(sizes[number]) == own, "\(number)")
                        if number % 3 == 0 { #expect(try client.readToEnd().ending == .fin) }
                    }
                }
                #expect(program.isRunning)
            }
        }

        /// What the upstream sends last, and its FIN, come while the client's bytes are on their way up.
        @Test(.timeLimit(.minutes(1)))
        func theLastWordsOfBothSidesCross() async throws {
            let (mayEnd, hasEnded, hasHeard) = (Gate(), Gate(), Gate())
            let upstream = try TestUpstream { peer, _, upstream in
                _ = try peer.message()
                try peer.send("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n")
                mayEnd.wait()
                try peer.send("last of the upstream")
                peer.finishSending()
                hasEnded.open()
                upstream.note(Message(startLine: String(decoding: try peer.readToEnd().bytes, as: UTF8.self)))
                hasHeard.open()
            }
            defer { upstream.stop() }
            let program = try Program(to: "http://127.0.0.1:\(upstream.port)", arguments: "--workers 1")
            try await onThread {
                let client = try Self.switched(program)
                try program.whileStopped {
                    try client.send("last of the client")
                    client.finishSending()
                    mayEnd.open()
                    #expect(hasEnded.wait())
                }
                #expect(try client.readToEnd().bytes == Array("last of the upstream".utf8))
                #expect(hasHeard.wait())
            }
            #expect(upstream.requests.map(\.startLine) == ["last of the client"])
        }
    }
}
