import GatewayConfig
import GatewayCore
import GatewayFaults
import GatewayPlane
import GatewayWire
import Testing

extension EndToEnd {
    /// What upstreams of HTTP/2 do wrong: which fault it is, and whether the request is made again.
    @Suite(.serialized) struct UpstreamHTTP2FaultTests {
        private static let post = "POST /pay HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n42"

        /// REFUSED_STREAM says that nothing was done (RFC 9113 §8.7): any method is made again, once where once helps.
        @Test(.timeLimit(.minutes(1)))
        func aRefusedRequestIsMadeAgainOnceAndElsewhere() async throws {
            let upstream = try TestUpstream { peer, number, upstream in
                let origin = try HTTP2Origin(peer)
                while let request = try origin.nextRequest() {
                    upstream.note(Message(startLine: "\(request.method) \(request.text) on \(number)"))
                    if number == 1 {
                        try origin.reset(request.stream, .refusedStream)
                    } else {
                        try origin.answer(request.stream, "paid")
                    }
                }
            }
            defer { upstream.stop() }
            try await withGateway(Self.setup(to: [.http2(upstream.port)])) { running in
                let answer = try await Self.answer(running, to: Self.post)
                #expect(answer.text == "paid")
                #expect(upstream.requests.map(\.startLine) == ["POST 42 on 1", "POST 42 on 2"])
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.retries == 1)
                #expect(report.faults.map(\.key.detail) == [.streamRefused])
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func whoAlwaysRefusesIsAskedNoMoreThanTheRouteAllows() async throws {
            let upstream = try TestUpstream.http2 { origin, upstream in
                while let request = try origin.nextRequest() {
                    upstream.note(Message(startLine: request.method))
                    try origin.reset(request.stream, .refusedStream)
                }
            }
            defer { upstream.stop() }
            try await withGateway(Self.setup(to: [.http2(upstream.port)])) { running in
                let answer = try await Self.answer(running, to: Self.post)
                #expect(answer.status == 502)
                #expect(answer.field("Proxy-Status")?.contains("stream_refused") == true)
                #expect(upstream.requests.count == 3)
            }
        }

        /// Every other code of a reset is no promise: a POST is made once.
        @Test(
            .timeLimit(.minutes(1)),
            arguments: HTTP2ErrorCode.allCases.filter { $0 != .refusedStream && $0 != .http11Required }
        )
        func aRequestThatWasResetMayHaveBeenProcessed(_ code: HTTP2ErrorCode) async throws {
            let upstream = try TestUpstream.http2 { origin, upstream in
                while let request = try origin.nextRequest() {
                    upstream.note(Message(startLine: request.method))
                    try origin.reset(request.stream, code)
                }
            }
            defer { upstream.stop() }
            try await withGateway(Self.setup(to: [.http2(upstream.port)])) { running in
                let answer = try await Self.answer(running, to: Self.post)
                #expect(answer.status == 502)
                #expect(answer.field("Proxy-Status")?.contains("stream_reset") == true)
                #expect(upstream.requests.count == 1)
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.faults.map(\.key.detail) == [.streamReset])
                #expect(report.upstreamHTTP2.connectionsActive == 1)
            }
        }

        /// Streams above GOAWAY's last one were not looked at; those below are answered.
        @Test(.timeLimit(.minutes(1)))
        func goAwayInTheMiddleLosesNothing() async throws {
            let upstream = try TestUpstream { peer, number, upstream in
                let origin = try HTTP2Origin(peer)
                guard number == 1 else {
                    while let request = try origin.nextRequest() {
                        upstream.note(Message(startLine: "\(request.path) again"))
                        try origin.answer(request.stream, "second")
                    }
                    return
                }
                // Two of the four are ours.
                var ours: [HTTP2Origin.Request] = []
                while ours.count < 4, let request = try origin.nextRequest() { ours.append(request) }
                try origin.sendGoAway(last: ours[1].stream)
                for request in ours.prefix(2) { try origin.answer(request.stream, "first") }
                try origin.readToEnd()
            }
            defer { upstream.stop() }
            try await withGateway(Self.setup(to: [.http2(upstream.port)])) { running in
                let texts = try await onThread {
                    let client = try HTTP2Client(port: running.port)
                    let streams = try (0..<4).map { number in
                        let head = "POST /\(number) HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n"
                        let stream = try client.open(head, isComplete: false)
                        try client.send(stream, [1], isLast: true)
                        return stream
                    }
                    return try streams.map { try client.finish($0).text }
                }
                #expect(texts.sorted() == ["first", "first", "second", "second"])
                #expect(upstream.requests.count == 2)
                let report = try await running.report {
                    $0.exchangesActive == 0 && $0.upstreamHTTP2.connectionsActive == 1
                }
                #expect(report.upstreamHTTP2.goAways == 1)
                #expect(report.upstreamHTTP2.connections == 2)
            }
        }

        /// After GOAWAY nothing new goes there, although the connection is still open.
        @Test(.timeLimit(.minutes(1)))
        func whatComesAfterGoAwayGetsANewConnection() async throws {
            let upstream = try TestUpstream { peer, number, _ in
                let origin = try HTTP2Origin(peer)
                while let request = try origin.nextRequest() {
                    try origin.answer(request.stream, "\(number)")
                    if number == 1 { try origin.sendGoAway(last: request.stream) }
                }
            }
            defer { upstream.stop() }
            try await withGateway(Self.setup(to: [.http2(upstream.port)])) { running in
                #expect(try await Self.answer(running, to: Self.post).text == "1")
                _ = try await running.report { $0.upstreamHTTP2.goAways == 1 }
                #expect(try await Self.answer(running, to: Self.post).text == "2")
                #expect(await running.gateway.report().faults.isEmpty)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func misdirectedRequestsGoToAnotherConnection() async throws {
            let upstream = try TestUpstream { peer, number, upstream in
                let origin = try HTTP2Origin(peer)
                while let request = try origin.nextRequest() {
                    upstream.note(Message(startLine: "\(number)"))
                    try origin.answer(request.stream, "\(number)", status: number == 1 ? 421 : 200)
                }
            }
            defer { upstream.stop() }
            try await withGateway(Self.setup(to: [.http2(upstream.port)])) { running in
                let answer = try await Self.answer(running, to: Self.post)
                #expect(answer.text == "2")
                #expect(upstream.requests.map(\.startLine) == ["1", "2"])
            }
        }

        // MARK: - Cut short

        @Test(.timeLimit(.minutes(1)), arguments: ["reset", "FIN", "RST"], [false, true])
        func truncationStaysVisible(_ how: String, _ hasLength: Bool) async throws {
            let upstream = try TestUpstream.http2 { origin, upstream in
                let request = try #require(try origin.nextRequest())
                try origin.sendHead(request.stream, "HTTP/1.1 200 \r\n\(hasLength ? "Content-Length: 9\r\n" : "")")
                try origin.send(request.stream, "first")
                while upstream.requests.isEmpty { guard try !origin.peer.isSilent(milliseconds: 5) else { continue } }
                switch how {
                case "reset": try origin.reset(request.stream, .internalError)
                // A close would be a reset where something of the gateway's, such as its SETTINGS ACK, is not read yet.
                case "FIN": origin.peer.finishSending()
                default: return origin.peer.reset()
                }
                try origin.readToEnd()
            }
            defer { upstream.stop() }
            try await withGateway(Self.setup(to: [.http2(upstream.port)])) { running in
                let (bytes, ending) = try await onThread {
                    let client = try running.client()
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    let head = try client.take(through: "first")
                    upstream.note(Message(startLine: "go on"))
                    let rest = try client.readToEnd()
                    return (head + rest.bytes, rest.ending)
                }
                let text = String(decoding: bytes, as: UTF8.self)
                #expect(!text.hasSuffix("0\r\n\r\n"))
                _ = ending
                let report = try await running.report { $0.exchangesActive == 0 && !$0.faults.isEmpty }
                let expected: Fault.Detail =
                    switch how {
                    case "reset": .streamResetInsideBody
                    case "FIN": hasLength ? .lengthTruncated : .chunkedTruncated
                    default: .resetInsideBody
                    }
                #expect(report.faults.map(\.key.detail) == [expected])
            }
        }

        /// The connection goes down with many: those that may be made again are, and no request twice that must not.
        @Test(.timeLimit(.minutes(1)))
        func aConnectionThatGoesDownIsOneFailureOfTheEndpoint() async throws {
            let upstream = try TestUpstream { peer, number, upstream in
                let origin = try HTTP2Origin(peer)
                var count = 0
                while let request = try origin.nextRequest() {
                    count += 1
                    if number == 1 {
                        guard count == 20 else { continue }
                        return peer.close()
                    }
                    upstream.note(Message(startLine: request.method))
                    try origin.answer(request.stream, "ok")
                }
            }
            defer { upstream.stop() }
            try await withGateway(Self.setup(to: [.http2(upstream.port)])) { running in
                let statuses = try await onThread {
                    let client = try HTTP2Client(port: running.port)
                    let streams = try (0..<20).map { number in
                        try client.open("\(number < 3 ? "GET" : "POST") / HTTP/1.1\r\nHost: a\r\n\r\n")
                    }
                    return try streams.map { try client.finish($0).status }
                }
                #expect(statuses.prefix(3).allSatisfy { $0 == 200 })
                #expect(statuses.dropFirst(3).allSatisfy { $0 == 502 })
                #expect(upstream.requests.allSatisfy { $0.startLine == "GET" })
            }
        }

        // MARK: - Not HTTP/2

        @Test(.timeLimit(.minutes(1)))
        func aPortThatSpeaksHTTP1IsToldApart() async throws {
            let upstream = try TestUpstream { peer, _, _ in
                _ = try peer.take(through: "\r\n\r\n")
                try peer.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                while try peer.readMore() {}
            }
            defer { upstream.stop() }
            try await withGateway(Self.setup(to: [.http2(upstream.port)])) { running in
                let answer = try await Self.answer(running, to: Self.post)
                #expect(answer.status == 502)
                #expect(answer.field("Proxy-Status")?.contains("http_two_not_spoken") == true)
                let report = try await running.report { $0.incidentsKept == 1 }
                #expect(report.faults.map(\.key.detail) == [.http2NotSpoken])
                #expect(report.upstreamHTTP2.broken == 1)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func silenceInsteadOfSettingsHasItsTime() async throws {
            let upstream = try TestUpstream { peer, _, _ in while try peer.readMore() {} }
            defer { upstream.stop() }
            try await withGateway(Self.setup(to: [.http2(upstream.port)], timeouts: .short(200))) { running in
                let answer = try await Self.answer(running, to: Self.post)
                #expect(answer.status == 504)
                // The request was on its way, too, and has its own time; which is first is chance.
                let faults = await running.gateway.report().faults.map(\.key.detail)
                #expect(faults.contains(.settingsTimeout) || faults.contains(.responseHeadTimeout))
            }
        }

        // MARK: - PING

        /// An idle connection whose peer went away without a word is not given a request.
        @Test(.timeLimit(.minutes(1)))
        func aDeadConnectionIsFoundBeforeARequestGoesThere() async throws {
            let upstream = try TestUpstream { peer, number, upstream in
                let origin = try HTTP2Origin(peer)
                let first = try #require(try origin.nextRequest())
                try origin.answer(first.stream, "\(number)")
                // The first connection keeps silent from here on.
                if number == 1 {
                    while try peer.readMore() {
                        upstream.note(Message(startLine: "bytes"))
                        _ = peer.takePending(.max)
                    }
                } else {
                    while let request = try origin.nextRequest() { try origin.answer(request.stream, "\(number)") }
                }
            }
            defer { upstream.stop() }
            var timeouts = Timeouts.generous
            timeouts.upstreamPing = Setting(Milliseconds(1))
            timeouts.connect = Setting(Milliseconds(300))
            timeouts.upstreamIdle = Setting(.seconds(60))
            try await withGateway(Self.setup(to: [.http2(upstream.port)], timeouts: timeouts)) { running in
                #expect(try await Self.answer(running, to: Self.post).text == "1")
                _ = try await running.report { $0.upstreamHTTP2.streamsActive == 0 }
                try await Task.sleep(for: .milliseconds(20))
                #expect(try await Self.answer(running, to: Self.post).text == "2")
                let report = await running.gateway.report()
                #expect(report.upstreamHTTP2.pings == 1)
                #expect(report.faults.isEmpty)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aRequestOverThePeersLimitIsNotSent() async throws {
            var limits = HTTP2Limits()
            limits.headerListSize = 4096
            let allowed = limits
            let upstream = try TestUpstream { peer, _, upstream in
                let origin = try HTTP2Origin(peer, limits: allowed)
                while let request = try origin.nextRequest() {
                    upstream.note(Message(startLine: request.method))
                    try origin.answer(request.stream, "ok")
                }
            }
            defer { upstream.stop() }
            try await withGateway(Self.setup(to: [.http2(upstream.port)])) { running in
                let small = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
                #expect(try await Self.answer(running, to: small).status == 200)
                let large = "GET / HTTP/1.1\r\nHost: a\r\nCookie: \(String(repeating: "c", count: 5000))\r\n\r\n"
                let answer = try await Self.answer(running, to: large)
                #expect(answer.status == 431)
                #expect(answer.field("Proxy-Status")?.contains("request_over_peer_limit") == true)
                #expect(upstream.requests.count == 1)
                #expect(try await Self.answer(running, to: small).status == 200)
                #expect(upstream.connections == 1)
            }
        }

        /// With the fault's own name in `Proxy-Status`.
        private static func setup(to endpoints: [Endpoint], timeouts: Timeouts = .generous) -> Configuration {
            var setup = configuration(to: endpoints, timeouts: timeouts)
            setup.proxyStatus = .full
            return setup
        }

        private static func answer(_ running: RunningGateway, to request: String) async throws -> Message {
            try await onThread {
                let client = try running.client()
                try client.send(request)
                return try client.finalResponse()
            }
        }
    }
}
