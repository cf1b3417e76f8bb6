import GatewayLab
import Testing

extension EndToEnd {
    /// Descriptors run out, and are all given back.
    @Suite(.serialized) struct DescriptorTests {
        @Test(.timeLimit(.minutes(1)))
        func runningOutOfDescriptorsNeitherCrashesNorSpins() async throws {
            try await withLab { lab in
                let program = try Program(to: lab.address.url, limits: "ulimit -n 64", arguments: "--workers 1")
                try await onThread {
                    let crowd = try (0..<150).map { _ in try Peer(port: program.port) }
                    let statuses = try crowd.prefix(8).map { peer in
                        try peer.send("GET /ok HTTP/1.1\r\nHost: a\r\n\r\n")
                        return try peer.finalResponse().status
                    }
                    #expect(statuses.allSatisfy { $0 == 200 || $0 == 503 }, "\(statuses)")
                    let before = program.ticks
                    _ = try crowd[149].isSilent(milliseconds: 1000)
                    // Retrying every 50 ms is not a spin.
                    #expect(program.ticks - before < 30)
                    for peer in crowd { peer.close() }
                    let client = try Peer(port: program.port)
                    try client.send("GET /ok HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(try client.finalResponse().status == 200)
                }
                #expect(program.isRunning)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func randomHistoriesLeakNoDescriptor() async throws {
            try await withLab { lab in
                let program = try Program(to: lab.address.url, arguments: "--workers 1")
                let fresh = program.socketsAndPipes.count
                #expect(fresh > 0)
                for round in 0..<3 as Range<UInt64> {
                    _ = try await onThreads(6) { number in
                        try RandomClient(seed: round * 77 + UInt64(number)) { try Peer(port: program.port) }.run(
                            deeds: 40
                        )
                    }
                }
                // Kept connections end with their idle time; four slots may keep two pipes, of two descriptors each.
                let allowed = fresh + 4 * 2 * 2
                let deadline = ContinuousClock.now + .seconds(30)
                while program.socketsAndPipes.count > allowed, ContinuousClock.now < deadline {
                    // A loop without a pause takes a processor from the program that it waits for.
                    try await Task.sleep(for: .milliseconds(5))
                }
                #expect(program.socketsAndPipes.count <= allowed, "\(program.socketsAndPipes)")
                #expect(program.isRunning)
            }
        }
    }
}
