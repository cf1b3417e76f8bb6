import GatewayConfig
import GatewayFaults
import GatewayLab
import GatewayPlane
import Testing

extension EndToEnd {
    /// How exchanges end when one side leaves early.
    @Suite(.serialized) struct EndingTests {
        /// The type of the next frame that the gateway sent.
        private static func nextFrame(_ peer: Peer) throws -> UInt8 {
            let head = try peer.take(9)
            let count = Int(head[0]) << 16 | Int(head[1]) << 8 | Int(head[2])
            if count > 0 { _ = try peer.take(count) }
            return head[3]
        }

        /// The record is made when the answer is: a client that goes away while it waits to be sent adds no other.
        @Test(.timeLimit(.minutes(1)))
        func anOwnAnswerThatNobodyTakesIsOneRequest() async throws {
            try await withGateway(configuration(to: [.local(1)])) { running in
                try await onThread {
                    let peer = try running.client()
                    let settings: [UInt8] = [0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0]  // no window for content
                    let request: [UInt8] = [0, 0, 6, 1, 5, 0, 0, 0, 1, 0x82, 0x86, 0x84, 0x41, 1, 0x61]
                    try peer.send(Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + settings + request)
                    while try Self.nextFrame(peer) != 1 {}
                    let reset: [UInt8] = [0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, 8]
                    let ping: [UInt8] = [0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]
                    try peer.send(reset + ping)
                    while try Self.nextFrame(peer) != 6 {}
                    peer.close()
                }
                let requests = try await running.stopAndReadLog().filter { $0.contains("\"method\":") }
                #expect(requests.count == 1, "\(requests)")
            }
        }

        struct Truncation: Sendable, CustomTestStringConvertible {
            let name: String
            let answer: String
            let fault: Fault.Detail
            var version = "1.1"
            var testDescription: String { self.name }
        }

        static let truncations = [
            Truncation(
                name: "length",
                answer: "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nten bytes.",
                fault: .lengthTruncated
            ),
            Truncation(
                name: "chunked",
                answer: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\nten bytes.\r\n",
                fault: .chunkedTruncated
            ),
            Truncation(
                name: "inside a chunk",
                answer: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nten bytes.",
                fault: .chunkedTruncated
            ),
            Truncation(
                name: "large length",
                answer: "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + String(repeating: "x", count: 300_000),
                fault: .lengthTruncated
            ),
            Truncation(
                name: "chunked for HTTP/1.0",
                answer: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\nten bytes.\r\n",
                fault: .chunkedTruncated,
                version: "1.0"
            ),
        ]

        /// The client has read the beginning when the end goes missing.
        @Test(.timeLimit(.minutes(1)), arguments: truncations)
        func aTruncatedAnswerIsNeverEndedCleanly(_ truncation: Truncation) async throws {
            let gate = Gate()
            let upstream = try TestUpstream { peer, _, _ in
                _ = try peer.message()
                try peer.send(truncation.answer)
                gate.wait()
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    let client = try running.client()
                    try client.send("GET / HTTP/\(truncation.version)\r\nHost: a\r\n\r\n")
                    _ = try client.take(through: "\r\n\r\n")
                    gate.open()
                    let (bytes, ending) = try client.readToEnd()
                    let text = String(decoding: bytes, as: UTF8.self)
                    #expect(!text.contains("HTTP/"))
                    #expect(!text.hasSuffix("0\r\n\r\n"))
                    // Where only the close would tell the end, the end must not look like one.
                    if truncation.version == "1.0" { #expect(ending == .reset) }
                }
                #expect(await running.gateway.report().faults.map(\.key.detail) == [truncation.fault])
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aResetInContentUntilCloseIsReset() async throws {
            let gate = Gate()
            let upstream = try TestUpstream { peer, _, _ in
                _ = try peer.message()
                try peer.send("HTTP/1.0 200 OK\r\n\r\nten bytes.")
                gate.wait()
                peer.reset()
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    let client = try running.client()
                    try client.send("GET / HTTP/1.0\r\n\r\n")
                    _ = try client.take(through: "ten bytes.")
                    gate.open()
                    #expect(try client.readToEnd().ending == .reset)
                }
                #expect(await running.gateway.report().faults.map(\.key.detail) == [.resetInsideBody])
            }
        }

        /// The end of the last chunk stands behind the content in the same read, and the connection's end behind that.
        @Test(.timeLimit(.minutes(1)))
        func chunksThatEndWithTheConnectionAreWholeForAnOldClient() async throws {
            let content = Pattern.bytes(3000)
            let upstream = try TestUpstream { peer, _, _ in
                _ = try peer.message()
                // It says that it closes: a connection that is kept might get the next request before its FIN is seen.
                let fields = "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                let head = Array("HTTP/1.1 200 OK\r\n\(fields)bb8\r\n".utf8)
                try peer.send(head + content + Array("\r\n0\r\n\r\n".utf8))
                peer.close()
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    for _ in 0..<20 {
                        let client = try running.client()
                        try client.send("GET / HTTP/1.0\r\n\r\n")
                        _ = try client.take(through: "\r\n\r\n")
                        let rest = try client.readToEnd()
                        #expect(rest.bytes == content)
                        #expect(rest.ending == .fin)
                    }
                }
                #expect(await running.gateway.report().faults.map(\.key.detail) == [])
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aClientThatFinishedSendingStillGetsItsAnswer() async throws {
            try await withLab { lab in
                try await withGateway(configuration(to: [.at(lab.address)])) { running in
                    try await onThread {
                        let client = try running.client()
                        try client.send(
                            "GET /delay/80 HTTP/1.1\r\nHost: a\r\n\r\nGET /bytes/70000 HTTP/1.1\r\nHost: a\r\n\r\n"
                        )
                        client.finishSending()
                        #expect(try client.finalResponse().text == "ok\n")
                        #expect(try client.finalResponse().content.count == 70_000)
                        #expect(try client.readToEnd().ending == .fin)
                    }
                    #expect(await running.gateway.report().clientsLeft == 0)
                }
            }
        }

        @Test(.timeLimit(.minutes(1)), arguments: ["/silent", "/bytes/100000000", "/sse", "/chunked/100000000"])
        func aClientThatAbortsFreesTheUpstream(_ path: String) async throws {
            try await withLab { lab in
                try await withGateway(configuration(to: [.at(lab.address)])) { running in
                    try await onThread {
                        let client = try running.client()
                        try client.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
                        if path != "/silent" { _ = try client.take(1000) }
                        client.reset()
                    }
                    let report = try await running.report {
                        $0.exchangesActive == 0 && $0.clientsLeft == 1 && $0.endpoints.first?.connections == 0
                    }
                    #expect(report.exchangesActive == 0)
                    #expect(report.clientsActive == 0)
                    #expect(report.clientsLeft == 1)
                    #expect(report.endpoints.map(\.connections) == [0])
                    #expect(report.endpoints.map(\.active) == [0])
                    #expect(report.blocksLent == 0)
                    // A client that leaves is an outcome, not a fault.
                    #expect(report.faults.isEmpty)
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aClientThatAbortsItsUploadFreesTheUpstream() async throws {
            let upstream = try TestUpstream { peer, _, upstream in
                _ = try peer.take(through: "\r\n\r\n")
                while try peer.readMore() { _ = peer.takePending(.max) }
                upstream.note(Message(startLine: "ended"))
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    let client = try running.client()
                    try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n")
                    try client.send(Pattern.bytes(300_000))
                    client.close()
                }
                let report = try await running.report { $0.clientsLeft == 1 && $0.endpoints.first?.connections == 0 }
                #expect(report.clientsLeft == 1)
                #expect(report.exchangesActive == 0)
                #expect(report.faults.isEmpty)
            }
        }
    }
}
