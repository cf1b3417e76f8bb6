import GatewayConfig
import GatewayFaults
import GatewayPlane
import Testing

extension EndToEnd {
    /// What another attempt carries, and which answers call for one.
    @Suite(.serialized) struct ReplayTests {
        /// Takes the first request whole and closes; answers the others.
        private static func forgetful() throws -> TestUpstream {
            try TestUpstream { peer, number, upstream in
                upstream.note(try peer.message())
                if number == 1 { return peer.close() }
                try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            }
        }

        @Test(.timeLimit(.minutes(1)), arguments: [0, 1, 5000, 65_536])
        func theSameContentGoesWithTheNextAttempt(_ size: Int) async throws {
            let upstream = try Self.forgetful()
            defer { upstream.stop() }
            let content = Pattern.bytes(size)
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    let client = try running.client()
                    try client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: \(size)\r\n\r\n")
                    try client.send(content)
                    #expect(try client.finalResponse().text == "ok")
                }
                #expect(upstream.requests.map(\.content) == [content, content])
                let report = await running.gateway.report()
                #expect(report.saved == 1)
                #expect(report.routes.first { $0.name == "all" }?.prevented[Int(Prevention.retry.rawValue)] == 1)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func chunkedContentAndItsTrailersGoAgain() async throws {
            let upstream = try Self.forgetful()
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    let client = try running.client()
                    try client.send("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
                    try client.send("2\r\nde\r\n0\r\nX-Sum: 1\r\n\r\n")
                    #expect(try client.finalResponse().text == "ok")
                }
                #expect(upstream.requests.map(\.text) == ["abcde", "abcde"])
                #expect(upstream.requests.map { $0.trailers.map(\.value) } == [["1"], ["1"]])
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func contentBeyondTheLimitIsNotKept() async throws {
            let upstream = try Self.forgetful()
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    let client = try running.client()
                    try client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n")
                    try client.send(Pattern.bytes(65_537))
                    #expect(try client.finalResponse().status == 502)
                }
                #expect(upstream.requests.count == 1)
                #expect(await running.gateway.report().blocksLent == 0)
            }
        }

        // MARK: - Answers

        private static func pair(_ answer: String) throws -> (bad: TestUpstream, good: TestUpstream) {
            let bad = try TestUpstream { peer, _, upstream in
                while let request = try? peer.message() {
                    upstream.note(request)
                    try peer.send(answer)
                }
            }
            return (bad, try TestUpstream.answering("ok"))
        }

        /// With a budget that never runs out.
        private static func generous(_ bad: TestUpstream, _ good: TestUpstream) -> Configuration {
            var setup = configuration(to: [.local(bad.port), .local(good.port)])
            setup.routes[0].retry.budgetPercent = 100
            return setup
        }

        @Test(.timeLimit(.minutes(1)), arguments: ["GET", "POST"])
        func aMisdirectedRequestGoesElsewhere(_ method: String) async throws {
            let (bad, good) = try Self.pair("HTTP/1.1 421 No\r\nContent-Length: 0\r\n\r\n")
            defer {
                bad.stop()
                good.stop()
            }
            try await withGateway(Self.generous(bad, good)) { running in
                try await onThread {
                    let client = try running.client()
                    for _ in 0..<4 {
                        try client.send("\(method) / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi")
                        #expect(try client.finalResponse().text == "ok")
                    }
                }
                #expect(!bad.requests.isEmpty)
            }
        }

        /// 408 on a kept connection is the end of its idleness, which crossed the request (RFC 9110 §15.5.9).
        @Test(.timeLimit(.minutes(1)))
        func aTimeoutOfAnIdleConnectionIsNotTheClients() async throws {
            let upstream = try TestUpstream { peer, _, upstream in
                upstream.note(try peer.message())
                try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                upstream.note(try peer.message())
                try peer.send("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    let client = try running.client()
                    for _ in 0..<2 {
                        try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi")
                        #expect(try client.finalResponse().text == "ok")
                    }
                }
                #expect(upstream.connections == 2)
            }
        }

        @Test(.timeLimit(.minutes(1)), arguments: [502, 503, 504], ["GET", "POST"])
        func aServerErrorGoesElsewhereIfTwiceIsAsGoodAsOnce(_ status: Int, _ method: String) async throws {
            let (bad, good) = try Self.pair("HTTP/1.1 \(status) No\r\nContent-Length: 0\r\n\r\n")
            defer {
                bad.stop()
                good.stop()
            }
            try await withGateway(Self.generous(bad, good)) { running in
                let statuses = try await onThread {
                    let client = try running.client()
                    return try (0..<4).map { _ in
                        try client.send("\(method) / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
                        return try client.finalResponse().status
                    }
                }
                #expect(Set(statuses) == (method == "GET" ? [200] : [200, status]))
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func whatMakesNoSenseIsAskedForElsewhere() async throws {
            let (bad, good) = try Self.pair("HTTP/1.1 OK 200\r\n\r\n")
            defer {
                bad.stop()
                good.stop()
            }
            try await withGateway(Self.generous(bad, good)) { running in
                try await onThread {
                    let client = try running.client()
                    for _ in 0..<4 {
                        try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                        #expect(try client.finalResponse().text == "ok")
                    }
                }
                #expect(!bad.requests.isEmpty)
            }
        }

        // MARK: - Silence

        /// An endpoint that takes requests and says nothing costs a moment, not the whole timeout.
        @Test(.timeLimit(.minutes(1)))
        func aRequestThatNobodyAnswersIsAskedElsewhere() async throws {
            let silent = try TestUpstream { peer, _, upstream in
                upstream.note(try peer.message())
                while try peer.readMore() {}
            }
            let good = try TestUpstream.answering("ok")
            defer {
                silent.stop()
                good.stop()
            }
            // The response-head timeout is longer than a client waits: six answers mean that none had to run out.
            try await withGateway(Self.generous(silent, good)) { running in
                try await onThread {
                    for _ in 0..<6 {
                        let client = try running.client()
                        try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                        #expect(try client.finalResponse().text == "ok")
                    }
                }
                #expect(!silent.requests.isEmpty)
                #expect(await running.gateway.report().saved > 0)
            }
        }

        // MARK: - Ejection

        @Test(.timeLimit(.minutes(1)))
        func anEndpointThatKeepsFailingIsLeftAloneButNeverTheLast() async throws {
            let bad = try TestUpstream { peer, _, upstream in
                upstream.note(try peer.message())
                peer.close()
            }
            let good = try TestUpstream.answering("ok")
            defer {
                bad.stop()
                good.stop()
            }
            var setup = Self.generous(bad, good)
            setup.routes[0].balance.method = .roundRobin
            setup.routes[0].health.ejection.base = .seconds(60)
            try await withGateway(setup) { running in
                try await onThread {
                    let client = try running.client()
                    for _ in 0..<40 {
                        try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                        #expect(try client.finalResponse().text == "ok")
                    }
                }
                #expect(bad.requests.count == 5)
            }
            try await withGateway(configuration(to: [.local(bad.port)])) { running in
                try await onThread {
                    let client = try running.client()
                    for _ in 0..<10 {
                        try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
                        #expect(try client.finalResponse().status == 502)
                    }
                }
                #expect(bad.requests.count == 15)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aStickyCookieBringsTheClientBack() async throws {
            let upstreams = try (0..<4).map { try TestUpstream.answering("\($0)") }
            defer { for upstream in upstreams { upstream.stop() } }
            var setup = configuration(to: upstreams.map { .local($0.port) })
            setup.routes[0].balance.stickyCookie = "gg"
            try await withGateway(setup) { running in
                try await onThread {
                    let client = try running.client()
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    let first = try client.finalResponse()
                    let cookie = try #require(first.field("Set-Cookie")?.prefix { $0 != ";" })
                    #expect(cookie.hasPrefix("gg=") && !cookie.contains("127.0.0.1"))
                    for _ in 0..<8 {
                        try client.send("GET / HTTP/1.1\r\nHost: a\r\nCookie: a=b; \(cookie)\r\n\r\n")
                        let next = try client.finalResponse()
                        #expect(next.text == first.text)
                        #expect(next.field("Set-Cookie") == nil)
                    }
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\nCookie: gg=forged\r\n\r\n")
                    #expect(try client.finalResponse().field("Set-Cookie") != nil)
                }
            }
        }

        // MARK: - Budget

        /// Retries stay within a fifth of the requests and three a second, however bad it is.
        @Test(.timeLimit(.minutes(1)))
        func retriesDoNotMultiplyAnOutage() async throws {
            let upstream = try TestUpstream { peer, _, upstream in
                upstream.note(try peer.message())
                peer.close()
            }
            defer { upstream.stop() }
            try await withGateway(configuration(to: [.local(upstream.port)])) { running in
                try await onThread {
                    let client = try running.client()
                    for _ in 0..<100 {
                        try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                        #expect(try client.finalResponse().status == 502)
                    }
                }
                let report = await running.gateway.report()
                #expect(report.retries < 45)
                #expect(report.budgetRefusals > 50)
            }
        }
    }
}
