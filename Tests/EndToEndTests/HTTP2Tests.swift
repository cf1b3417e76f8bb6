import GatewayConfig
import GatewayFaults
import GatewayLab
import GatewayPlane
import GatewayWire
import Testing

extension EndToEnd {
    /// Clients that speak HTTP/2 get what clients of HTTP/1.1 get.
    @Suite(.serialized) struct HTTP2Tests {
        private static func get(_ path: String) -> String { "GET \(path) HTTP/1.1\r\nHost: shop.example\r\n\r\n" }

        @Test(.timeLimit(.minutes(1)))
        func headsAndContentPassBothWays() async throws {
            let upstream = try TestUpstream { peer, _, upstream in
                let request = try peer.message()
                upstream.note(request)
                try peer.send("HTTP/1.1 201 Made\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 2\r\n\r\nok")
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                let answer = try await onThread {
                    let client = try HTTP2Client(port: running.port)
                    let stream = try client.open(
                        "POST /orders HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 5\r\nX-Kept: yes\r\n\r\n",
                        isComplete: false
                    )
                    try client.send(stream, Array("hello".utf8), isLast: true)
                    return try client.finish(stream)
                }
                #expect(answer.status == 201)
                #expect(answer.text == "ok")
                #expect(answer.head.lowercased().contains("set-cookie: a=1\r\nset-cookie: b=2"))
                #expect(answer.field("Connection") == nil)
                let seen = try #require(upstream.requests.first)
                #expect(seen.startLine == "POST /orders HTTP/1.1")
                #expect(seen.field("Host") == "shop.example")
                #expect(seen.field("X-Kept") == "yes")
                #expect(seen.text == "hello")
                #expect(seen.field("Via")?.hasPrefix("2 ") == true)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func manyStreamsAtOnceGetTheirOwnAnswers() async throws {
            let upstream = try TestUpstream { peer, _, _ in
                while true {
                    let request = try peer.message()
                    let path = String(request.startLine.split(separator: " ")[1])
                    try peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(path.utf8.count)\r\n\r\n\(path)")
                }
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    let client = try HTTP2Client(port: running.port)
                    for round in 0..<5 {
                        let streams = try (0..<50).map { try client.open(Self.get("/\(round)/\($0)")) }
                        for (number, stream) in streams.enumerated() {
                            #expect(try client.finish(stream).text == "/\(round)/\(number)")
                        }
                    }
                    #expect(client.complaint == nil)
                }
                let report = try await running.report { $0.exchangesActive == 0 && $0.clientsActive == 0 }
                #expect(report.clientsAccepted == 1)
                #expect(report.blocksLent == 0)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func largeContentPassesWithinTheWindows() async throws {
            let content = Pattern.bytes(3_000_000)
            let upstream = try TestUpstream { peer, _, _ in
                let request = try peer.message()
                try peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(request.content.count)\r\n\r\n")
                try peer.send(request.content)
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                let answer = try await onThread {
                    let client = try HTTP2Client(port: running.port)
                    let stream = try client.open("POST /echo HTTP/1.1\r\nHost: a\r\n\r\n", isComplete: false)
                    try client.send(stream, content, isLast: true)
                    return try client.finish(stream)
                }
                #expect(answer.content == content)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func trailersPassBothWays() async throws {
            let upstream = try TestUpstream { peer, _, upstream in
                upstream.note(try peer.message())
                try peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: x-sum\r\n\r\n")
                try peer.send("3\r\nabc\r\n4\r\ndefg\r\n0\r\nX-Sum: 7\r\n\r\n")
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                let answer = try await onThread {
                    let client = try HTTP2Client(port: running.port)
                    let stream = try client.open("POST / HTTP/1.1\r\nHost: a\r\n\r\n", isComplete: false)
                    try client.send(stream, Array("body".utf8))
                    try client.sendTrailers(stream, "x-end: of request\r\n\r\n")
                    return try client.finish(stream)
                }
                #expect(answer.text == "abcdefg")
                #expect(answer.trailers?.lowercased().contains("x-sum: 7") == true)
                #expect(upstream.requests.first?.text == "body")
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aFaultIsAnsweredOnItsStream() async throws {
            try await withLab { lab in
                let refused = try #require(lab.address(of: "refused"))
                try await withGateway(configuration(to: [.at(refused)])) { running in
                    try await onThread {
                        let client = try HTTP2Client(port: running.port)
                        let answer = try client.answer(to: Self.get("/"))
                        #expect(answer.status == 502)
                        #expect(answer.field("Proxy-Status")?.contains("error=connection_refused") == true)
                        #expect(answer.field("X-Incident-ID") != nil)
                        // The connection lives on.
                        #expect(try client.answer(to: Self.get("/again")).status == 502)
                    }
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aBrokenResponseIsResetAndOthersNoticeNothing() async throws {
            let upstream = try TestUpstream { peer, _, _ in
                let request = try peer.message()
                if request.startLine.contains("/whole") {
                    try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole")
                } else {
                    try peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n")
                }
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    let client = try HTTP2Client(port: running.port)
                    let broken = try client.open(Self.get("/broken"))
                    let whole = try client.open(Self.get("/whole"))
                    let answer = try client.finish(broken)
                    #expect(answer.reset == .internalError)
                    #expect(!answer.hasEnded)
                    #expect(try client.finish(whole).text == "whole")
                }
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.faults.contains { $0.key.detail == .chunkedTruncated })
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aResetEndsTheExchange() async throws {
            let upstream = try TestUpstream { peer, _, upstream in
                upstream.note(try peer.message())
                _ = try peer.readMore()
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                let client = try await onThread {
                    let client = try HTTP2Client(port: running.port)
                    _ = try client.open(Self.get("/slow"))
                    return client
                }
                try await running.wait { !upstream.requests.isEmpty }
                try await onThread { try client.reset(1) }
                let report = try await running.report { $0.exchangesActive == 0 }
                #expect(report.clientsActive == 1)
                #expect(report.clientsLeft == 1)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aTunnelRunsOnAStream() async throws {
            try await withLab { lab in
                try await withGateway(configuration(to: [.at(lab.address)])) { running in
                    let answer = try await onThread {
                        let client = try HTTP2Client(port: running.port)
                        // HPACK without indexing: `:method` CONNECT, `:protocol` echo (RFC 8441).
                        var block: [UInt8] = []
                        for (name, value) in [
                            (":method", "CONNECT"), (":protocol", "echo"), (":scheme", "http"), (":path", "/upgrade"),
                            (":authority", "a"),
                        ] {
                            block += [0, UInt8(name.utf8.count)] + Array(name.utf8)
                            block += [UInt8(value.utf8.count)] + Array(value.utf8)
                        }
                        try client.sendRaw([0, 0, UInt8(block.count), 1, 4, 0, 0, 0, 1] + block)
                        try client.sendRaw([0, 0, 5, 0, 0, 0, 0, 0, 1] + Array("hello".utf8))
                        return try client.raw(until: "hello")
                    }
                    #expect(answer)
                }
            }
        }

        // MARK: - Hostile clients

        @Test(.timeLimit(.minutes(1)))
        func whoBreaksTheProtocolLosesTheConnectionAndNobodyElse() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    let good = try HTTP2Client(port: running.port)
                    #expect(try good.answer(to: Self.get("/1")).text == "ok")
                    let bad = try HTTP2Client(port: running.port)
                    // DATA on stream 0.
                    try bad.sendRaw([0, 0, 1, 0, 0, 0, 0, 0, 0, 1])
                    try bad.readToEnd()
                    #expect(bad.goAway == .protocolError)
                    #expect(try good.answer(to: Self.get("/2")).text == "ok")
                }
                let report = try await running.report { $0.clientsActive <= 1 }
                #expect(report.sessionsBroken == 1)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func rapidResetsEndTheConnection() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                let code = try await onThread {
                    let client = try HTTP2Client(port: running.port)
                    // The gateway may have hung up before the last of them.
                    do {
                        for _ in 0..<5000 { try client.reset(try client.open(Self.get("/"))) }
                    } catch is Peer.Problem {}
                    try client.readToEnd()
                    return client.goAway
                }
                #expect(code == .enhanceYourCalm)
                let report = try await running.report { $0.exchangesActive == 0 && $0.clientsActive == 0 }
                #expect(report.blocksLent == 0)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aHeadOverTheLimitIsAnswered431() async throws {
            let upstream = try TestUpstream.answering("ok")
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    let client = try HTTP2Client(port: running.port)
                    let lines = (0..<40).map { "X-\($0): \(String(repeating: "a", count: 2000))\r\n" }.joined()
                    #expect(try client.answer(to: "GET / HTTP/1.1\r\nHost: a\r\n\(lines)\r\n").status == 431)
                    #expect(try client.answer(to: Self.get("/")).status == 200)
                }
            }
        }
    }
}
