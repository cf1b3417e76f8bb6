import GatewayConfig
import GatewayLab
import GatewayPlane
import Testing

extension EndToEnd {
    /// What goes through the gateway arrives as HTTP says it must.
    @Suite(.serialized) struct ForwardingTests {
        // MARK: - Fields

        @Test(.timeLimit(.minutes(1)))
        func hopByHopFieldsEndHereAndForwardingFieldsAreAdded() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    let client = try running.client()
                    try client.send(
                        "GET /a?b=c HTTP/1.1\r\nHost: shop.example\r\nConnection: X-Private, keep-alive\r\n"
                            + "X-Private: 1\r\nKeep-Alive: timeout=5\r\nTE: trailers\r\nProxy-Connection: x\r\n"
                            + "X-Forwarded-For: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\nX-Kept: one\r\nX-Kept: two\r\n\r\n"
                    )
                    #expect(try client.finalResponse().status == 200)
                }
                let seen = try #require(upstream.requests.first)
                #expect(seen.startLine == "GET /a?b=c HTTP/1.1")
                #expect(seen.field("Host") == "shop.example")
                #expect(seen.field("X-Kept") == "one, two")
                for name in ["X-Private", "Keep-Alive", "TE", "Proxy-Connection", "Connection"] {
                    #expect(seen.field(name) == nil, "\(name)")
                }
                #expect(seen.field("X-Forwarded-For") == "127.0.0.1")
                #expect(seen.field("X-Forwarded-Host") == "shop.example")
                #expect(seen.field("Forwarded")?.hasPrefix("for=127.0.0.1") == true)
                #expect(seen.field("Via")?.hasPrefix("1.1 ") == true)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func responseFieldsKeepTheirOrderAndLoseTheConnectionsOwn() async throws {
            let upstream = try TestUpstream { peer, _, _ in
                _ = try peer.message()
                try peer.send(
                    "HTTP/1.1 203 Fine By Me\r\nSet-Cookie: a=1\r\nConnection: X-Hop\r\nX-Hop: 1\r\nSet-Cookie: b=2\r\n"
                        + "Keep-Alive: timeout=9\r\nContent-Length: 2\r\n\r\nok"
                )
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                let response = try await onThread {
                    let client = try running.client()
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    return try client.finalResponse()
                }
                #expect(response.startLine == "HTTP/1.1 203 Fine By Me")
                #expect(response.field("Set-Cookie") == "a=1, b=2")
                #expect(response.field("X-Hop") == nil)
                #expect(response.field("Keep-Alive") == nil)
                #expect(response.count(of: "Date") == 1)
                #expect(response.text == "ok")
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func twoEndpointsOfOneAddressKeepTheirOwnPaths() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            let endpoints: [Endpoint] = [
                .local(upstream.port, pathPrefix: "/a"), .local(upstream.port, pathPrefix: "/b"),
            ]
            var setup = configuration(to: endpoints)
            setup.routes[0].balance.method = .roundRobin
            try await withGateway(setup) { running in
                try await onThread {
                    let client = try running.client()
                    for _ in 0..<4 {
                        try client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
                        #expect(try client.finalResponse().status == 200)
                    }
                }
                #expect(upstream.requests.map(\.target).sorted() == ["/a/x", "/a/x", "/b/x", "/b/x"])
            }
        }

        // MARK: - Framing

        @Test(.timeLimit(.minutes(1)), arguments: [0, 1, 2047, 2048, 2049, 16_384, 65_535, 65_536, 300_000])
        func contentOfKnownLengthIsTheSameBothWays(_ size: Int) async throws {
            let upstream = try Self.echo()
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    let client = try running.client()
                    let content = Pattern.bytes(size, seed: UInt64(size))
                    for _ in 0..<2 {
                        try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(size)\r\n\r\n")
                        try client.send(content)
                        let response = try client.finalResponse()
                        #expect(response.status == 200)
                        #expect(response.content == content)
                    }
                }
                #expect(upstream.connections == 1)
            }
        }

        /// Answers each request with its content, framed as the request was.
        static func echo() throws -> TestUpstream {
            try TestUpstream { peer, _, upstream in
                while let request = try? peer.message() {
                    upstream.note(request)
                    if request.isChunked {
                        try peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                        for piece in Pattern.pieces(request.content, 1000) {
                            try peer.send(String(piece.count, radix: 16) + "\r\n")
                            try peer.send(piece + [13, 10])
                        }
                        try peer.send("0\r\nX-Sum: \(request.content.count)\r\n\r\n")
                    } else {
                        try peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(request.content.count)\r\n\r\n")
                        try peer.send(request.content)
                    }
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func chunkedContentPassesBothWaysWithItsTrailers() async throws {
            let upstream = try Self.echo()
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    let client = try running.client()
                    try client.send(
                        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTrailer: X-Check\r\n\r\n"
                            + "5;note=x\r\nhello\r\n7\r\n, world\r\n0\r\nX-Check: 12\r\n\r\n"
                    )
                    let response = try client.finalResponse()
                    #expect(response.isChunked)
                    #expect(response.text == "hello, world")
                    #expect(response.trailers.map(\.name) == ["X-Sum"])
                    #expect(response.trailers.map(\.value) == ["12"])
                }
                let seen = try #require(upstream.requests.first)
                #expect(seen.text == "hello, world")
                #expect(seen.trailers.map(\.name) == ["X-Check"])
                #expect(seen.trailers.map(\.value) == ["12"])
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func trailersOfTheRequestNeverBecomeTrailersOfTheResponse() async throws {
            let upstream = try TestUpstream { peer, _, _ in
                while (try? peer.message()) != nil {
                    try peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")
                }
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    let client = try running.client()
                    for _ in 0..<2 {
                        try client.send(
                            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-Secret: mine\r\n\r\n"
                        )
                        let response = try client.finalResponse()
                        #expect(response.text == "ok")
                        #expect(response.trailers.isEmpty)
                    }
                }
            }
        }

        @Test(.timeLimit(.minutes(1)), arguments: ["HEAD", "GET"], [200, 204, 304])
        func responsesWithoutContentEndWithTheirHead(_ method: String, _ status: Int) async throws {
            try await withLab { lab in
                try await withGateway(configuration(to: [.at(lab.address)])) { running in
                    try await onThread {
                        let client = try running.client()
                        for _ in 0..<2 {
                            try client.send("\(method) /status/\(status) HTTP/1.1\r\nHost: a\r\n\r\n")
                            let response = try client.finalResponse(answering: method)
                            #expect(response.status == status)
                            #expect(response.field("Transfer-Encoding") == nil)
                        }
                        #expect(client.pending.isEmpty)
                    }
                }
            }
        }

        /// RFC 9112 §6.3 and RFC 9110 §8.6: what two recipients could read differently goes out unambiguous.
        @Test(.timeLimit(.minutes(1)))
        func lengthsThatOnlyConfuseAreWrittenOnceOrNotAtAll() async throws {
            let answers = [
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok",
                "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            ]
            let upstream = try TestUpstream { peer, _, _ in
                for answer in answers {
                    _ = try peer.message()
                    try peer.send(answer)
                }
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    let client = try running.client()
                    let lengths = try answers.map { _ in
                        try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                        let response = try client.finalResponse()
                        return response.field("Content-Length") ?? "none"
                    }
                    #expect(lengths == ["2", "2", "none", "2"])
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func contentUntilCloseBecomesChunked() async throws {
            let upstream = try TestUpstream { peer, _, _ in
                _ = try peer.message()
                try peer.send("HTTP/1.0 200 OK\r\n\r\nall that there is")
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    let client = try running.client()
                    for _ in 0..<2 {
                        try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                        let response = try client.finalResponse()
                        #expect(response.isChunked)
                        #expect(response.isComplete)
                        #expect(response.text == "all that there is")
                    }
                }
            }
        }

        // MARK: - HTTP/1.0

        @Test(.timeLimit(.minutes(1)))
        func anHTTP10ClientGetsChunkedContentUntilClose() async throws {
            try await withLab { lab in
                try await withGateway(configuration(to: [.at(lab.address)])) { running in
                    let bytes = try await onThread {
                        let client = try running.client()
                        try client.send("GET /chunked/100 HTTP/1.0\r\n\r\n")
                        let (bytes, ending) = try client.readToEnd()
                        #expect(ending == .fin)
                        return bytes
                    }
                    let text = String(decoding: bytes, as: UTF8.self)
                    #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
                    #expect(!text.lowercased().contains("transfer-encoding"))
                    #expect(text.hasSuffix("\r\n\r\n" + String(repeating: ".", count: 100)))
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func anHTTP10ClientKeepsItsConnectionOnlyWhenItAsks() async throws {
            try await withLab { lab in
                try await withGateway(configuration(to: [.at(lab.address)])) { running in
                    try await onThread {
                        let client = try running.client()
                        for _ in 0..<2 {
                            try client.send("GET /ok HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                            let response = try client.finalResponse()
                            #expect(response.text == "ok\n")
                            #expect(response.field("Connection")?.lowercased() == "keep-alive")
                        }
                        try client.send("GET /ok HTTP/1.0\r\n\r\n")
                        #expect(try client.finalResponse().text == "ok\n")
                        #expect(try client.readToEnd().ending == .fin)
                    }
                }
            }
        }

        // MARK: - Interim answers

        @Test(.timeLimit(.minutes(1)))
        func interimAnswersArePassedOnInOrder() async throws {
            let upstream = try TestUpstream { peer, _, _ in
                _ = try peer.message()
                try peer.send("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n")
                try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    let client = try running.client()
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    let statuses = try (0..<3).map { _ in try client.message() }
                    #expect(statuses.map(\.status) == [103, 102, 200])
                    #expect(statuses[0].field("Link") == "</a.css>")
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func expectContinueIsDecidedByTheUpstream() async throws {
            let upstream = try TestUpstream { peer, _, upstream in
                let head = try Message.parse(head: try peer.take(through: "\r\n\r\n"))
                upstream.note(head)
                #expect(try peer.isSilent(milliseconds: 30))
                try peer.send("HTTP/1.1 100 Continue\r\n\r\n")
                #expect(try peer.take(5) == Array("hello".utf8))
                try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    let client = try running.client()
                    try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
                    #expect(try client.message().status == 100)
                    try client.send("hello")
                    #expect(try client.message().text == "ok")
                }
                #expect(upstream.requests.first?.field("Expect") == "100-continue")
            }
        }

        // MARK: - Connections

        @Test(.timeLimit(.minutes(1)))
        func pipelinedRequestsAreAnsweredInOrder() async throws {
            try await withLab { lab in
                try await withGateway(configuration(to: [.at(lab.address)])) { running in
                    try await onThread {
                        let client = try running.client()
                        let paths = ["/delay/60", "/bytes/5", "/chunked/7", "/delay/30", "/bytes/70000", "/ok"]
                        try client.send(paths.map { "GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
                        let lengths = try paths.map { _ in try client.finalResponse().content.count }
                        #expect(lengths == [3, 5, 7, 3, 70_000, 3])
                    }
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func oneUpstreamConnectionServesManyRequestsAndClients() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    for _ in 0..<3 {
                        let client = try running.client()
                        for _ in 0..<20 {
                            try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                            #expect(try client.finalResponse().text == "ok")
                        }
                    }
                }
                #expect(upstream.connections == 1)
                #expect(upstream.requests.count == 60)
                let endpoint = try #require(await running.gateway.report().endpoints.first)
                #expect(endpoint.opened == 1)
                #expect(endpoint.reused == 59)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aConnectionIsReusedAfterALargeAnswer() async throws {
            try await withLab { lab in
                try await withGateway(configuration(to: [.at(lab.address)])) { running in
                    try await onThread {
                        let client = try running.client()
                        for _ in 0..<5 {
                            try client.send("GET /bytes/1000000 HTTP/1.1\r\nHost: a\r\n\r\n")
                            #expect(try client.finalResponse().content.count == 1_000_000)
                        }
                    }
                    #expect(await running.gateway.report().endpoints.first?.opened == 1)
                }
            }
        }
    }
}
