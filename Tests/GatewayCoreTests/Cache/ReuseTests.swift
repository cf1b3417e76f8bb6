import GatewayConfig
import GatewayCore
import Testing

/// RFC 9111 §4 and §5.2.1 as a table: when a stored response answers.
struct ReuseTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        var request: [String] = []
        var response: [String]
        /// Seconds since it was stored.
        var after: UInt64
        var reuse: Reuse

        var testDescription: String { self.name }
    }

    private static let tagged = ["Cache-Control: max-age=10", "ETag: \"a\""]

    static let rows: [Row] = [
        Row(name: "§4.2: fresh", response: Self.tagged, after: 9, reuse: .serve(age: 9, ttl: 1)),
        Row(
            name: "§4.2: fresh only while the lifetime is greater than the age",
            response: Self.tagged,
            after: 10,
            reuse: .validateStale
        ),
        Row(
            name: "§4.2.3: the age it came with counts",
            response: Self.tagged + ["Age: 6"],
            after: 4,
            reuse: .validateStale
        ),
        Row(
            name: "§5.2.2.4: no-cache",
            response: ["Cache-Control: no-cache, max-age=10", "ETag: \"a\""],
            after: 1,
            reuse: .validateStale
        ),
        Row(
            name: "§5.2.1.4: no-cache of the request",
            request: ["Cache-Control: no-cache"],
            response: Self.tagged,
            after: 1,
            reuse: .validateAsked
        ),
        Row(
            name: "§5.4: Pragma: no-cache",
            request: ["Pragma: no-cache"],
            response: Self.tagged,
            after: 1,
            reuse: .validateAsked
        ),
        Row(
            name: "§5.4: Pragma is void beside Cache-Control",
            request: ["Pragma: no-cache", "Cache-Control: max-age=5"],
            response: Self.tagged,
            after: 1,
            reuse: .serve(age: 1, ttl: 9)
        ),
        Row(
            name: "§5.2.1.1: younger than the client wants",
            request: ["Cache-Control: max-age=5"],
            response: Self.tagged,
            after: 5,
            reuse: .serve(age: 5, ttl: 5)
        ),
        Row(
            name: "§5.2.1.1: older than the client wants",
            request: ["Cache-Control: max-age=5"],
            response: Self.tagged,
            after: 6,
            reuse: .validateAsked
        ),
        Row(
            name: "§5.2.1.3: fresh for long enough",
            request: ["Cache-Control: min-fresh=5"],
            response: Self.tagged,
            after: 5,
            reuse: .serve(age: 5, ttl: 5)
        ),
        Row(
            name: "§5.2.1.3: not fresh for long enough",
            request: ["Cache-Control: min-fresh=5"],
            response: Self.tagged,
            after: 6,
            reuse: .validateAsked
        ),
        Row(
            name: "§5.2.1.2: stale, but not too much",
            request: ["Cache-Control: max-stale=5"],
            response: Self.tagged,
            after: 15,
            reuse: .serve(age: 15, ttl: -5)
        ),
        Row(
            name: "§5.2.1.2: too stale",
            request: ["Cache-Control: max-stale=5"],
            response: Self.tagged,
            after: 16,
            reuse: .validateStale
        ),
        Row(
            name: "§5.2.1.2: however stale",
            request: ["Cache-Control: max-stale"],
            response: Self.tagged,
            after: 999,
            reuse: .serve(age: 999, ttl: -989)
        ),
        Row(
            name: "§5.2.2.2: must-revalidate beats max-stale",
            request: ["Cache-Control: max-stale"],
            response: ["Cache-Control: max-age=10, must-revalidate"],
            after: 11,
            reuse: .validateStale
        ),
        Row(
            name: "§5.2.2.8: proxy-revalidate beats max-stale",
            request: ["Cache-Control: max-stale"],
            response: ["Cache-Control: max-age=10, proxy-revalidate"],
            after: 11,
            reuse: .validateStale
        ),
        Row(
            name: "§5.2.2.10: s-maxage beats max-stale",
            request: ["Cache-Control: max-stale"],
            response: ["Cache-Control: s-maxage=10"],
            after: 11,
            reuse: .validateStale
        ),
        Row(
            name: "RFC 5861 §3: stale while a fresh one is fetched",
            response: ["Cache-Control: max-age=10, stale-while-revalidate=5"],
            after: 15,
            reuse: .serveAndRefresh(age: 15, ttl: -5)
        ),
        Row(
            name: "RFC 5861 §3: too stale",
            response: ["Cache-Control: max-age=10, stale-while-revalidate=5"],
            after: 16,
            reuse: .validateStale
        ),
        Row(
            name: "RFC 5861 §3: must-revalidate beats it",
            response: ["Cache-Control: max-age=10, stale-while-revalidate=5, must-revalidate"],
            after: 11,
            reuse: .validateStale
        ),
        Row(
            name: "§3.5: Authorization, and a response that is not for it",
            request: ["Authorization: x y"],
            response: Self.tagged,
            after: 1,
            reuse: .pass
        ),
        Row(
            name: "§3.5: Authorization, and a response for all",
            request: ["Authorization: x y"],
            response: ["Cache-Control: public, max-age=10"],
            after: 1,
            reuse: .serve(age: 1, ttl: 9)
        ),
        Row(
            name: "§5.2.1.5: no-store in a request does not keep it from a hit",
            request: ["Cache-Control: no-store"],
            response: Self.tagged,
            after: 1,
            reuse: .serve(age: 1, ttl: 9)
        ),
    ]

    @Test(arguments: Self.rows)
    func decides(_ row: Row) throws {
        let facts = try CacheCase(row.name, response: row.response).facts()
        let asked = try CacheCase(row.name, request: row.request).asked
        #expect(Reuse(facts, asked, now: .after(row.after)) == row.reuse)
    }

    @Test
    func aClockThatGoesBackMakesNothingYounger() throws {
        let facts = try CacheCase("", response: Self.tagged + ["Age: 3"]).facts()
        #expect(facts.age(now: cacheNow - 5_000_000_000) == 3)
    }

    @Test
    func anAgeNeverOverflows() throws {
        let facts = try CacheCase("", response: ["Cache-Control: max-age=99999999999", "Age: 99999999999"]).facts()
        #expect(facts.age(now: .max) == 1 << 31)
        #expect(facts.timeToLive(now: .max) == 0)
    }
}
