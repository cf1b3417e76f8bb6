import GatewayConfig
import GatewayCore
import GatewayFaults
import GatewayPlane
import GatewayWire
import Testing

extension EndToEnd {
    /// Upstreams that speak HTTP/2 serve clients as those of HTTP/1.1 do.
    @Suite(.serialized) struct UpstreamHTTP2Tests {
        @Test(.timeLimit(.minutes(1)))
        func headsAndContentPassBothWays() async throws {
            let upstream = try TestUpstream.http2 { origin, _ in
                let request = try #require(try origin.nextRequest())
                #expect(request.head.hasPrefix("POST /orders?a=b HTTP/1.1\r\n"))
                #expect(request.field("host") == "shop.example")
                #expect(request.field("x-kept") == "yes")
                #expect(request.field("via")?.hasPrefix("1.1 ") == true)
                #expect(request.field("content-length") == "5")
                #expect(request.text == "hello")
                try origin.sendHead(
                    request.stream,
                    "HTTP/1.1 201 \r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 2\r\n"
                )
                try origin.send(request.stream, "ok", endStream: true)
                try origin.readToEnd()
                #expect(origin.complaint == nil)
                #expect(origin.request(request.stream)?.reset == nil)
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.http2(upstream.port)])) { running in
                let answer = try await onThread {
                    let client = try running.client()
                    try client.send(
                        "POST /orders?a=b HTTP/1.1\r\nHost: shop.example\r\nX-Kept: yes\r\nContent-Length: 5\r\n\r\nhello"
                    )
                    return try client.finalResponse()
                }
                #expect(answer.status == 201)
                #expect(answer.text == "ok")
                #expect(answer.count(of: "Set-Cookie") == 2)
                #expect(answer.field("Via")?.hasPrefix("2 ") == true)
            }
        }

        /// What ends where, in every way that a response can say it.
        @Test(.timeLimit(.minutes(1)), arguments: ["length", "chunks", "none", "head", "204", "304", "late-end"])
        func theEndOfAResponseIsFound(_ kind: String) async throws {
            let upstream = try TestUpstream.http2 { origin, _ in
                while let request = try origin.nextRequest() {
                    let id = request.stream
                    switch kind {
                    case "length": try origin.answer(id, "abc")
                    case "chunks":
                        try origin.sendHead(id, "HTTP/1.1 200 \r\n")
                        try origin.send(id, "abc", endStream: true)
                    case "none": try origin.sendHead(id, "HTTP/1.1 200 \r\n", endStream: true)
                    case "head": try origin.sendHead(id, "HTTP/1.1 200 \r\nContent-Length: 3\r\n", endStream: true)
                    case "204": try origin.sendHead(id, "HTTP/1.1 204 \r\n", endStream: true)
                    case "304": try origin.sendHead(id, "HTTP/1.1 304 \r\nETag: \"a\"\r\n", endStream: true)
                    default:
                        try origin.sendHead(id, "HTTP/1.1 200 \r\nContent-Length: 3\r\n")
                        try origin.send(id, "abc")
                        try origin.send(id, "", endStream: true)
                    }
                    #expect(origin.request(id)?.reset == nil)
                }
                #expect(origin.complaint == nil)
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.http2(upstream.port)])) { running in
                try await onThread {
                    let client = try running.client()
                    let method = kind == "head" ? "HEAD" : "GET"
                    for _ in 0..<3 {
                        try client.send("\(method) / HTTP/1.1\r\nHost: a\r\n\r\n")
                        let answer = try client.message(answering: method)
                        #expect(answer.isComplete)
                        #expect(answer.text == (["length", "chunks", "late-end"].contains(kind) ? "abc" : ""))
                    }
                }
                let report = try await running.report { $0.exchangesActive == 0 && $0.upstreamHTTP2.streamsActive == 0 }
                #expect(report.upstreamHTTP2.connections == 1)
                #expect(report.upstreamHTTP2.streams == 3)
                #expect(report.faults.isEmpty)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func trailersAndInterimResponsesPass() async throws {
            let upstream = try TestUpstream.http2 { origin, _ in
                let request = try #require(try origin.nextRequest())
                #expect(request.trailers?.lowercased().contains("x-end: of request") == true)
                #expect(request.field("te") == "trailers")
                try origin.sendHead(request.stream, "HTTP/1.1 103 \r\nLink: </a.css>\r\n")
                try origin.sendHead(request.stream, "HTTP/1.1 200 \r\n")
                try origin.send(request.stream, "abc")
                try origin.sendTrailers(request.stream, "x-sum: 3\r\n")
                try origin.readToEnd()
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.http2(upstream.port)])) { running in
                try await onThread {
                    let client = try running.client()
                    try client.send(
                        "POST / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: TE\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "4\r\nbody\r\n0\r\nX-End: of request\r\n\r\n"
                    )
                    let interim = try client.message()
                    #expect(interim.status == 103)
                    #expect(interim.field("Link") == "</a.css>")
                    let answer = try client.message()
                    #expect(answer.text == "abc")
                    #expect(answer.trailers.contains { $0.name.lowercased() == "x-sum" && $0.value == "3" })
                }
            }
        }

        @Test(.timeLimit(.minutes(1)), arguments: [false, true])
        func largeContentPassesWithinTheWindows(_ isHTTP2: Bool) async throws {
            let content = Pattern.bytes(3_000_000)
            let upstream = try TestUpstream.http2 { origin, _ in
                let request = try #require(try origin.nextRequest())
                try origin.sendHead(request.stream, "HTTP/1.1 200 \r\n")
                try origin.send(request.stream, request.content, endStream: true)
                try origin.readToEnd()
                #expect(origin.complaint == nil)
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.http2(upstream.port)])) { running in
                let echoed = try await onThread { () -> [UInt8] in
                    guard isHTTP2 else {
                        let client = try running.client()
                        try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(content.count)\r\n\r\n")
                        try client.send(content)
                        return try client.finalResponse().content
                    }
                    let client = try HTTP2Client(port: running.port)
                    let stream = try client.open("POST / HTTP/1.1\r\nHost: a\r\n\r\n", isComplete: false)
                    try client.send(stream, content, isLast: true)
                    return try client.finish(stream).content
                }
                #expect(echoed == content)
                let report = try await running.report { $0.exchangesActive == 0 && $0.clientsActive == 0 }
                #expect(report.faults.isEmpty)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func manyRequestsShareOneConnection() async throws {
            let upstream = try TestUpstream.http2 { origin, _ in
                while let request = try origin.nextRequest() { try origin.answer(request.stream, request.path) }
                #expect(origin.complaint == nil)
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.http2(upstream.port)])) { running in
                try await onThread {
                    let client = try HTTP2Client(port: running.port)
                    for round in 0..<5 {
                        let streams = try (0..<50).map {
                            try client.open("GET /\(round)/\($0) HTTP/1.1\r\nHost: a\r\n\r\n")
                        }
                        for (number, stream) in streams.enumerated() {
                            #expect(try client.finish(stream).text == "/\(round)/\(number)")
                        }
                    }
                }
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.upstreamHTTP2.streams == 250)
                // One for each worker that got a client.
                #expect(report.upstreamHTTP2.connections == 1)
                #expect(upstream.connections == 1)
            }
        }

        /// As many streams as the peer allows, and then another connection.
        @Test(.timeLimit(.minutes(1)))
        func aFullConnectionIsJoinedByAnother() async throws {
            var limits = HTTP2Limits()
            limits.concurrentStreams = 3
            let allowed = limits
            let gate = Gate()
            let upstream = try TestUpstream { peer, _, _ in
                let origin = try HTTP2Origin(peer, limits: allowed)
                var held: [HTTP2Origin.Request] = []
                while held.count < 3, let request = try origin.nextRequest() { held.append(request) }
                gate.wait()
                for request in held { try origin.answer(request.stream, request.path) }
                while let request = try origin.nextRequest() { try origin.answer(request.stream, request.path) }
                #expect(origin.complaint == nil)
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.http2(upstream.port)])) { running in
                let (client, streams) = try await onThread {
                    let client = try HTTP2Client(port: running.port)
                    return (client, try (0..<9).map { try client.open("GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n") })
                }
                // All of them have their place, before the first gives one back.
                _ = try await running.report { $0.upstreamHTTP2.streams == 9 }
                for _ in 0..<3 { gate.open() }
                try await onThread {
                    for (number, stream) in streams.enumerated() {
                        let answer = try client.finish(stream)
                        #expect(answer.text == "/\(number)")
                    }
                }
                #expect(upstream.connections == 3)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aClientThatLeavesTakesItsStreamAndNothingElse() async throws {
            let upstream = try TestUpstream.http2 { origin, upstream in
                let first = try #require(try origin.nextRequest())
                upstream.note(Message(startLine: "GET /1"))
                while origin.request(first.stream)?.reset == nil { guard try origin.step() else { return } }
                #expect(origin.request(first.stream)?.reset == .cancel)
                while let request = try origin.nextRequest() { try origin.answer(request.stream, "still here") }
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.http2(upstream.port)])) { running in
                let leaving = try await onThread {
                    let client = try running.client()
                    try client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
                    return Held(client)
                }
                try await running.wait { !upstream.requests.isEmpty }
                try await onThread { leaving.peer.reset() }
                _ = try await running.report { $0.exchangesActive == 0 }
                let answer = try await onThread {
                    let client = try running.client()
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    return try client.finalResponse()
                }
                #expect(answer.text == "still here")
                #expect(upstream.connections == 1)
            }
        }

        /// The window is given back when the client took the content, not when it came.
        @Test(.timeLimit(.minutes(1)))
        func aClientThatTakesNothingStopsItsStreamAndNoOther() async throws {
            let sent = Tally()
            let upstream = try TestUpstream.http2 { origin, _ in
                let slow = try #require(try origin.nextRequest())
                try origin.sendHead(slow.stream, "HTTP/1.1 200 \r\n")
                let piece = Pattern.bytes(65_536)
                while let request = try origin.nextHead() {
                    // Whatever opened the window since.
                    sent.add(try origin.sendSome(slow.stream, piece))
                    try origin.answer(request.stream, "quick")
                }
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.http2(upstream.port)])) { running in
                try await onThread {
                    let slow = try running.client()
                    try slow.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
                    let quick = try running.client()
                    for _ in 0..<400 {
                        try quick.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                        #expect(try quick.finalResponse().text == "quick")
                    }
                    _ = slow
                }
                // What the sockets and one stream's window hold, of the 26 MB that were on offer.
                #expect(sent.value < 16_000_000)
                let report = await running.gateway.report()
                #expect(report.upstreamHTTP2.connections == 1)
            }
        }

        /// An answer before the upload is complete, and RST_STREAM with NO_ERROR for the rest (RFC 9113 §8.1).
        @Test(.timeLimit(.minutes(1)))
        func anEarlyAnswerReachesTheClient() async throws {
            let upstream = try TestUpstream.http2 { origin, _ in
                origin.takesContent = false
                let request = try #require(try origin.nextHead())
                try origin.sendHead(request.stream, "HTTP/1.1 413 \r\nContent-Length: 9\r\n")
                try origin.send(request.stream, "too large", endStream: true)
                try origin.reset(request.stream, .noError)
                try origin.readToEnd()
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.http2(upstream.port)])) { running in
                let answer = try await onThread {
                    let client = try running.client()
                    try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n")
                    _ = try client.sendSome(Pattern.bytes(500_000))
                    return try client.finalResponse()
                }
                #expect(answer.status == 413)
                #expect(answer.text == "too large")
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func theStreamOfARequestThatTimesOutIsTakenBack() async throws {
            let upstream = try TestUpstream.http2 { origin, upstream in
                let request = try #require(try origin.nextRequest())
                while origin.request(request.stream)?.reset == nil { guard try origin.step() else { return } }
                upstream.note(Message(startLine: "reset \(origin.request(request.stream)?.reset == .cancel)"))
                try origin.readToEnd()
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.http2(upstream.port)], timeouts: .short())) { running in
                let answer = try await onThread {
                    let client = try running.client()
                    try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
                    return try client.finalResponse()
                }
                #expect(answer.status == 504)
                try await running.wait { !upstream.requests.isEmpty }
                #expect(upstream.requests.map(\.startLine) == ["reset true"])
            }
        }
    }
}

extension TestUpstream {
    /// An upstream whose every connection speaks HTTP/2.
    static func http2(_ script: @escaping @Sendable (HTTP2Origin, TestUpstream) throws -> Void) throws -> TestUpstream {
        try TestUpstream { peer, _, upstream in try script(try HTTP2Origin(peer), upstream) }
    }
}

extension Endpoint {
    static func http2(_ port: Int) -> Endpoint {
        Endpoint(address: .tcp(host: "127.0.0.1", port: port), hasPriorKnowledge: true)
    }
}
