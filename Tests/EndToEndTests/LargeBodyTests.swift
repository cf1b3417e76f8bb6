import Foundation
import GatewayConfig
import GatewayFaults
import GatewayLab
import GatewayPlane
import Testing

extension EndToEnd {
    /// Large and slow content: exact, bounded in memory, and never blamed on the wrong side.
    @Suite(.serialized) struct LargeBodyTests {
        private static let size = 20 << 20

        @Test(.timeLimit(.minutes(1)))
        func twentyMegabytesGoUpExactly() async throws {
            let content = Pattern.bytes(Self.size)
            let upstream = try TestUpstream { peer, _, upstream in
                while let request = try? peer.message() {
                    upstream.note(request)
                    try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                }
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    let client = try running.client()
                    for _ in 0..<2 {
                        try client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: \(content.count)\r\n\r\n")
                        try client.send(content)
                        #expect(try client.finalResponse().text == "ok")
                    }
                }
                #expect(upstream.requests.map { $0.content == content } == [true, true])
            }
        }

        @Test(.timeLimit(.minutes(1)), arguments: [false, true])
        func twentyMegabytesComeDownExactly(_ isChunked: Bool) async throws {
            let content = Pattern.bytes(Self.size)
            // Between two requests the client compares 20 MB, which takes a busy machine longer than connections are kept
            // of whose timeout nothing is known.
            let start = "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=600\r\n"
            let upstream = try TestUpstream { peer, _, _ in
                while (try? peer.message()) != nil {
                    guard isChunked else {
                        try peer.send("\(start)Content-Length: \(content.count)\r\n\r\n")
                        try peer.send(content)
                        continue
                    }
                    try peer.send("\(start)Transfer-Encoding: chunked\r\n\r\n")
                    for piece in Pattern.pieces(content, 77_777) {
                        try peer.send(String(piece.count, radix: 16) + "\r\n")
                        try peer.send(piece + [13, 10])
                    }
                    try peer.send("0\r\n\r\n")
                }
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    let client = try running.client()
                    for _ in 0..<2 {
                        try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                        let response = try client.finalResponse()
                        #expect(response.isComplete)
                        #expect(response.content == content)
                    }
                }
                #expect(upstream.connections == 1)
            }
        }

        /// An upstream that reads slowly holds the client back; nothing is lost, and nobody is timed out for it.
        @Test(.timeLimit(.minutes(1)))
        func anUploadWaitsForASlowUpstreamWithoutBlamingTheClient() async throws {
            let content = Pattern.bytes(12 << 20)
            let upstream = try TestUpstream { peer, _, upstream in
                _ = try peer.take(through: "\r\n\r\n")
                var got: [UInt8] = []
                while got.count < content.count {
                    // Longer in all than the client's body timer.
                    _ = try peer.isSilent(milliseconds: 1)
                    got += try peer.take(min(65_536, content.count - got.count))
                    if got.count % (1 << 20) < 65_536 { try Self.rest(milliseconds: 80) }
                }
                upstream.note(Message(startLine: got == content ? "same" : "different"))
                try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            }
            defer { upstream.stop() }
            var timeouts = Timeouts.generous
            timeouts.clientBody = Setting(Milliseconds(400))
            timeouts.connect = Setting(Milliseconds(300))
            try await withGateway(configuration(to: [.local(upstream.port)], timeouts: timeouts)) { running in
                let response = try await onThread {
                    let client = try running.client()
                    try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(content.count)\r\n\r\n")
                    try client.send(content)
                    return try client.finalResponse()
                }
                #expect(response.status == 200)
                #expect(upstream.requests.map(\.startLine) == ["same"])
                #expect(await running.gateway.report().faults.isEmpty)
            }
        }

        /// Does nothing for a while: a slow peer, not a wait for something to happen.
        static func rest(milliseconds: Int) throws {
            Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
        }

        /// A client that sends a little now and then, for longer than the connect timer and the idle timer.
        @Test(.timeLimit(.minutes(1)), arguments: [false, true])
        func aSlowUploadOutlivesTheTimersOfConnecting(_ isReused: Bool) async throws {
            let upstream = try ForwardingTests.echo()
            defer { upstream.stop() }
            var timeouts = Timeouts.generous
            timeouts.connect = Setting(Milliseconds(250))
            timeouts.upstreamIdle = Setting(Milliseconds(250))
            try await withGateway(configuration(to: [.local(upstream.port)], timeouts: timeouts)) { running in
                try await onThread {
                    let client = try running.client()
                    if isReused {
                        try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                        #expect(try client.finalResponse().status == 200)
                    }
                    try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n")
                    for letter in ["h", "e", "l", "l", "o"] {
                        try Self.rest(milliseconds: 120)
                        try client.send(letter)
                    }
                    #expect(try client.finalResponse().text == "hello")
                }
            }
        }

        /// A client that reads nothing stops the upstream, not the gateway's memory.
        @Test(.timeLimit(.minutes(1)), arguments: ["/bytes/200000000", "/chunked/200000000"])
        func aSlowReaderHoldsTheUpstreamBackAndCostsBoundedMemory(_ path: String) async throws {
            try await withLab { lab in
                try await withGateway(configuration(to: [.at(lab.address)])) { running in
                    let got = try await onThread {
                        let client = try running.client()
                        try client.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
                        let head = try client.take(through: "\r\n\r\n")
                        // Everything that the kernel takes has long been taken when this time is over.
                        try Self.rest(milliseconds: 400)
                        return head.count
                    }
                    #expect(got > 0)
                    let report = await running.gateway.report()
                    #expect(report.blocksLent <= 8)
                    #expect(report.bytesOut < 100_000_000)
                }
            }
        }

        // MARK: - Nobody keeps a dead connection alive

        /// The client takes nothing; that the upstream goes on sending a little does not give it more time.
        @Test(.timeLimit(.minutes(1)), arguments: ["HTTP/1.1 200 OK\r\nContent-Length: 900000000", "HTTP/1.0 200 OK"])
        func aClientThatTakesNothingIsCutAlthoughTheUpstreamDrips(_ head: String) async throws {
            let upstream = try TestUpstream { peer, _, upstream in
                _ = try peer.message()
                defer { upstream.note(Message(startLine: "cut")) }
                try peer.send(head + "\r\n\r\n")
                // First as much as all buffers on the way take, then drops.
                let piece = [UInt8](repeating: 46, count: 1 << 20)
                for _ in 0..<60 {
                    _ = try peer.sendSome(piece)
                    _ = try peer.isSilent(milliseconds: 5)
                }
                while try peer.isSilent(milliseconds: 20) { _ = try peer.sendSome([46]) }
            }
            defer { upstream.stop() }
            var timeouts = Timeouts.generous
            timeouts.write = Setting(Milliseconds(400))
            try await withGateway(configuration(to: [.local(upstream.port)], timeouts: timeouts)) { running in
                try await onThread {
                    let client = try running.client()
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    _ = try client.take(through: "\r\n\r\n")
                    for _ in 0..<400 where upstream.requests.isEmpty { try Self.rest(milliseconds: 50) }
                    #expect(upstream.requests.map(\.startLine) == ["cut"])
                }
                let report = await running.gateway.report()
                #expect(report.clientsLeft == 1)
                #expect(report.faults.isEmpty)
            }
        }

        /// The upstream takes nothing; that the client goes on sending a little does not give it more time.
        @Test(.timeLimit(.minutes(1)), arguments: ["Content-Length: 900000000", "Transfer-Encoding: chunked"])
        func anUpstreamThatTakesNothingIsCutAlthoughTheClientDrips(_ framing: String) async throws {
            let gate = Gate()
            let upstream = try TestUpstream { peer, _, _ in
                _ = try peer.take(through: "\r\n\r\n")
                gate.wait()
            }
            defer { upstream.stop() }
            var timeouts = Timeouts.generous
            timeouts.write = Setting(Milliseconds(400))
            try await withGateway(configuration(to: [.local(upstream.port)], timeouts: timeouts)) { running in
                try await onThread {
                    defer { gate.open() }
                    let client = try running.client()
                    try client.send("POST / HTTP/1.1\r\nHost: a\r\n\(framing)\r\n\r\n35a4e900\r\n")
                    let piece = [UInt8](repeating: 46, count: 1 << 20)
                    for _ in 0..<60 {
                        _ = try client.sendSome(piece)
                        _ = try client.isSilent(milliseconds: 5)
                    }
                    for _ in 0..<300 where try client.isSilent(milliseconds: 20) { _ = try client.sendSome([46]) }
                    #expect(!client.pending.isEmpty)
                    #expect(try client.finalResponse().status == 504)
                }
                #expect(await running.gateway.report().faults.map(\.key.detail) == [.sendStalled])
            }
        }

        // MARK: - Early answers

        @Test(.timeLimit(.minutes(1)))
        func anEarlyRefusalReachesTheClientOfAFiftyMegabyteUpload() async throws {
            try await withLab { lab in
                let address = try #require(lab.address(of: "early-answer"))
                try await withGateway(configuration(to: [.at(address)])) { running in
                    let response = try await onThread {
                        let client = try running.client()
                        try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(50 << 20)\r\n\r\n")
                        // A client that reads only when it has sent everything, or can send no more.
                        try? client.send(Pattern.bytes(50 << 20))
                        return try client.finalResponse()
                    }
                    #expect(response.status == 413)
                    #expect(response.text == "too large\n")
                    #expect(await running.gateway.report().faults.isEmpty)
                }
            }
        }

        /// What the gateway still holds of the upload must not leak into the answer.
        @Test(.timeLimit(.minutes(1)), arguments: [200, 403])
        func aLargeEarlyAnswerIsNotMixedWithTheUpload(_ status: Int) async throws {
            let answer = Pattern.bytes(3 << 20, seed: 9)
            let upstream = try TestUpstream { peer, _, _ in
                _ = try peer.take(through: "\r\n\r\n")
                // The upload fills every buffer on the way before the answer begins.
                try Self.rest(milliseconds: 200)
                try peer.send("HTTP/1.1 \(status) Early\r\nContent-Length: \(answer.count)\r\n\r\n")
                try peer.send(answer)
                while try peer.readMore() { _ = peer.takePending(.max) }
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                let response = try await onThread {
                    let client = try running.client()
                    try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(32 << 20)\r\n\r\n")
                    var rest = Pattern.bytes(32 << 20)[...]
                    // Sends as long as somebody takes it, as a client does that reads at the same time.
                    for _ in 0..<40 where !rest.isEmpty {
                        rest = rest.dropFirst(try client.sendSome(Array(rest.prefix(1 << 20))))
                        _ = try client.isSilent(milliseconds: 10)
                    }
                    return try client.finalResponse()
                }
                #expect(response.status == status)
                #expect(response.content.count == answer.count)
                #expect(response.content == answer)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aBrokenUploadAfterTheAnswerBeganIsAVisibleAbort() async throws {
            let upstream = try TestUpstream { peer, _, _ in
                _ = try peer.take(through: "\r\n\r\n")
                try peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n")
                while try peer.readMore() { _ = peer.takePending(.max) }
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                let bytes = try await onThread {
                    let client = try running.client()
                    try client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n")
                    _ = try client.take(through: "ok\r\n")
                    try client.send("this is no chunk\r\n")
                    return try client.readToEnd().bytes
                }
                // No second head, no last chunk.
                #expect(!String(decoding: bytes, as: UTF8.self).contains("HTTP/1.1"))
                #expect(!bytes.contains(UInt8(ascii: "0")))
                #expect(await running.gateway.report().faults.map(\.key.detail) == [.requestChunkSizeMalformed])
            }
        }
    }
}
