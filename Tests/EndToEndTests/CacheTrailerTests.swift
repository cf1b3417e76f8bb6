import GatewayPlane
import Testing

extension EndToEnd {
    /// Fields behind the content of an answer that is sent to many while it comes.
    @Suite(.serialized, .timeLimit(.minutes(1))) struct CacheTrailerTests {
        /// They come when everybody is being sent the content already, and belong to it.
        @Test(arguments: [1, 2])
        func trailersReachEverybodyWhoseVersionHasThem(_ workers: Int) async throws {
            let gate = Gate()
            let origin = try FillOrigin.make(.chunked, gate, trailers: "X-Sum: 17\r\nX-Other: 4\r\n")
            defer { origin.stop() }
            try await withGateway(cachingConfiguration(to: origin.port, workers: workers)) { running in
                try await onThread {
                    let clients = try (0..<4).map { _ in try FillOrigin.begin(running) }
                    let old = try FillOrigin.begin(running, version: "1.0")
                    let (modern, stream) = try FillOrigin.beginStream(running)
                    gate.open()
                    for client in clients {
                        let end = String(decoding: try client.peer.take(through: "\r\n\r\n"), as: UTF8.self)
                        #expect(end.hasSuffix("last\r\n0\r\nX-Sum: 17\r\nX-Other: 4\r\n\r\n"))
                        // A stored response goes out with its length, behind which nothing can come.
                        let stored = try client.peer.ask("/page")
                        #expect(stored.text == "firstlast" && stored.field("Content-Length") == "9")
                    }
                    #expect(try old.peer.readToEnd().bytes == Array("last".utf8))
                    let answer = try modern.finish(stream)
                    #expect(answer.text == "firstlast")
                    #expect(answer.trailers?.lowercased().contains("x-sum: 17") == true)
                }
                #expect(origin.requests.count == 1)
            }
        }
    }
}
