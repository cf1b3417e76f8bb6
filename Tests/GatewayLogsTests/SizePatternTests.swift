import Testing

@testable import GatewayLogs

/// Failures that depend on a size, a URL, a place or one moment.
struct SizePatternTests {
    /// A line of Envoy's default format.
    private static func envoy(_ number: Int, _ path: String, _ status: Int, _ flags: String, received: Int, sent: Int)
        -> String
    {
        let time = "2026-11-21T15:\(number / 600 % 6)\(number / 60 % 10):\(number / 10 % 6)\(number % 10).000Z"
        return
            "[\(time)] \"POST \(path) HTTP/1.1\" \(status) \(flags) \(received) \(sent) 20 10 \"192.0.2.1\" \"curl\" "
            + "\"id\" \"a.example\" \"10.0.0.\(number % 3):80\"\n"
    }

    private func patterns(_ lines: [String], _ fault: String) async throws -> [LogPattern] {
        let report = try await LogReading.report(["envoy.log": lines.joined()])
        return try #require(report.causes.first { $0.fault == fault }).patterns
    }

    @Test
    func onlyLargeRequestsAreASizeOfRequests() async throws {
        let lines = (0..<1000).map { number in
            number.isMultiple(of: 20)
                ? Self.envoy(number, "/upload", 503, "UC", received: 1_050_000 + number * 977, sent: 95)
                : Self.envoy(number, "/upload", 200, "-", received: number * 100, sent: 20)
        }
        let found = try #require(
            try await self.patterns(lines, "closed_before_head").first { $0.kind == .requestSize }
        )
        #expect(found.text.contains("1.05 MB") || found.text.contains("1.1 MB"))
    }

    @Test
    func whereLargeRequestsMostlySucceedNoSizeIsSaid() async throws {
        let lines = (0..<1000).map { number in
            Self.envoy(
                number,
                "/upload",
                number.isMultiple(of: 50) ? 503 : 200,
                number.isMultiple(of: 50) ? "UC" : "-",
                received: number.isMultiple(of: 10) ? 2_000_000 : 100,
                sent: 20
            )
        }
        #expect(!(try await self.patterns(lines, "closed_before_head").contains { $0.kind == .requestSize }))
    }

    @Test
    func responsesThatBreakOffAtOneSizeAreALimit() async throws {
        let lines = (0..<400).map { number in
            number.isMultiple(of: 10)
                ? Self.envoy(number, "/export", 200, "UC", received: 0, sent: 1_073_741_824 + number)
                : Self.envoy(number, "/export", 200, "-", received: 0, sent: 20_000 + number * 999)
        }
        let found = try #require(try await self.patterns(lines, "length_truncated").first { $0.kind == .responseSize })
        #expect(found.text.contains("1.07 GB"))
    }

    @Test
    func onlyLargeResponsesThatBreakOffAreASize() async throws {
        let lines = (0..<400).map { number in
            number.isMultiple(of: 10)
                ? Self.envoy(number, "/export", 200, "UC", received: 0, sent: 5_000_000 + number * 100_000)
                : Self.envoy(number, "/export", 200, "-", received: 0, sent: 20_000 + number * 999)
        }
        let found = try #require(try await self.patterns(lines, "length_truncated").first { $0.kind == .responseSize })
        #expect(found.text.contains("5 MB or more"))
    }

    @Test
    func oneURLOfAnEndpointIsSaid() async throws {
        let lines = (0..<200).map { number in
            number.isMultiple(of: 10)
                ? Self.envoy(number, "/user/17?full=1", 503, "UC", received: 0, sent: 95)
                : Self.envoy(number, "/user/\(number)", 200, "-", received: 0, sent: 95)
        }
        let found = try #require(try await self.patterns(lines, "closed_before_head").first { $0.kind == .oneURL })
        #expect(found.text.contains("/user/17?full=1"))
    }

    @Test
    func oneUpstreamOfSeveralIsSaid() async throws {
        let lines = (0..<300).map { number in
            let isBad = number % 3 == 1 && number % 2 == 0
            return Self.envoy(
                number,
                "/p/\(number % 7)x",
                isBad ? 503 : 200,
                isBad ? "UF" : "-",
                received: 0,
                sent: 95
            )
        }
        let found = try await self.patterns(lines, "connect_refused")
        #expect(found.contains { $0.kind == .oneUpstream && $0.text.contains("10.0.0.1:80") })
    }

    @Test
    func oneShortOutbreakIsOneIncident() async throws {
        let lines = (0..<3000).map { number in
            let isBad = (1000..<1040).contains(number)
            return Self.envoy(
                number,
                "/p/\(number % 7)x",
                isBad ? 503 : 200,
                isBad ? "UF" : "-",
                received: 0,
                sent: 95
            )
        }
        #expect(try await self.patterns(lines, "connect_refused").map(\.kind) == [.oneBurst])
    }

    @Test
    func sharesAboveASizeAreCounted() {
        var sizes = SizeHistogram()
        for size in [0, 1, 7, 8, 100, 1000, 1_000_000, Int64.max, -5] { sizes.add(size) }
        #expect(sizes.all == 9)
        #expect(sizes.share(from: 0) == 1)
        #expect(sizes.share(from: 100) == 4.0 / 9)
        #expect(sizes.share(from: 2_000_000) == 1.0 / 9)
        var other = SizeHistogram()
        other.merge(sizes)
        #expect(other.share(from: 1000) == 3.0 / 9)
    }
}
