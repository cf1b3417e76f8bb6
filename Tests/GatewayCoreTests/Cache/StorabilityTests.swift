import GatewayConfig
import GatewayCore
import Testing

/// RFC 9111 §3 and §5.2 as a table: what a shared cache must not store, and what it may.
struct StorabilityTests {
    private static let lastModified = "Last-Modified: Sun, 06 Nov 1994 08:32:57 GMT"

    /// Each row names the section that it is taken from.
    static let refused: [(CacheCase, Storability.Refusal)] = [
        (CacheCase("§3: the method is understood, and only GET is stored", request: []).method("POST"), .method),
        (CacheCase("§3: HEAD has no content to store", response: ["Cache-Control: max-age=9"]).method("HEAD"), .method),
        (CacheCase("§3: a status that nobody knows, without explicit freshness", status: "299 Odd"), .noFreshness),
        (
            CacheCase("§3: 302 without explicit freshness", response: [Self.lastModified], status: "302 Found"),
            .noFreshness
        ),
        (CacheCase("§3: says nothing at all"), .noFreshness),
        (
            CacheCase(
                "§3.3: 206 is a part",
                response: ["Content-Range: bytes 0-1/9", "Cache-Control: max-age=9"],
                status: "206 Partial Content"
            ), .partial
        ),
        (
            CacheCase(
                "§3.3: Content-Range on another status",
                response: ["Content-Range: bytes 0-1/9", "Cache-Control: max-age=9"]
            ), .partial
        ),
        (
            CacheCase(
                "§3.5: Authorization",
                request: ["Authorization: Basic eA=="],
                response: ["Cache-Control: max-age=9"]
            ), .authorization
        ),
        (
            CacheCase(
                "§3: 304 is no response to keep",
                response: ["Cache-Control: max-age=9"],
                status: "304 Not Modified"
            ), .status
        ),
        (
            CacheCase(
                "§5.2.1.5: no-store in the request",
                request: ["Cache-Control: no-store"],
                response: ["Cache-Control: max-age=9"]
            ), .requestNoStore
        ),
        (CacheCase("§5.2.2.5: no-store", response: ["Cache-Control: max-age=9, no-store"]), .noStore),
        (
            CacheCase(
                "§5.2.2.5: no-store in a field of its own",
                response: ["Cache-Control: max-age=9", "Cache-Control: no-store"]
            ), .noStore
        ),
        (CacheCase("§5.2.2.5: NO-STORE in any case", response: ["Cache-Control: MAX-AGE=9, No-Store"]), .noStore),
        (
            CacheCase(
                "§5.2.2.5: no-store with an argument nobody knows",
                response: ["Cache-Control: max-age=9, no-store=\"x\""]
            ), .noStore
        ),
        (CacheCase("§5.2.2.7: private", response: ["Cache-Control: private, max-age=9"]), .isPrivate),
        (
            CacheCase(
                "§5.2.2.7: private with a field list, taken whole",
                response: ["Cache-Control: private=\"set-cookie\", max-age=9"]
            ), .isPrivate
        ),
        (
            CacheCase(
                "§5.2.2.3: must-understand with an unknown status",
                response: ["Cache-Control: must-understand, max-age=9"],
                status: "299 Odd"
            ), .status
        ),
        (CacheCase("§4.1: Vary: *", response: ["Cache-Control: max-age=9", "Vary: *"]), .vary),
        (CacheCase("§4.1: Vary: * among others", response: ["Cache-Control: max-age=9", "Vary: Accept, *"]), .vary),
        (
            CacheCase(
                "Vary by what the gateway writes",
                response: ["Cache-Control: max-age=9", "Vary: X-Forwarded-For"]
            ), .vary
        ),
        (
            CacheCase(
                "§7.3: Set-Cookie without a word that it is for all",
                response: ["Cache-Control: max-age=9", "Set-Cookie: a=b"]
            ), .setCookie
        ),
        (
            CacheCase(
                "§7.3: a request with Cookie and a response that says nothing",
                request: ["Cookie: a=b"],
                response: [Self.lastModified]
            ), .cookie
        ),
        (
            CacheCase(
                "5xx would push out what stands in for it",
                response: ["Cache-Control: max-age=9"],
                status: "503 Service Unavailable"
            ), .status
        ),
        (CacheCase("negative caching is off", status: "404 Not Found"), .noFreshness),
        (
            CacheCase("§5.2.2.4: no-cache without anything to ask by", response: ["Cache-Control: no-cache"]).stale(0),
            .noFreshness
        ),
        (
            CacheCase(
                "stale at once, not to be shown stale, nothing to ask by",
                response: ["Cache-Control: max-age=0, must-revalidate"]
            ), .useless
        ),
        (CacheCase("larger than what is kept", response: ["Cache-Control: max-age=9"]).object(1), .tooLarge),
        (
            CacheCase("§3.3: the end cannot be told from a cut", response: ["Cache-Control: max-age=9"]).unframed(),
            .unframed
        ),
    ]

    @Test(arguments: Self.refused)
    func refuses(_ row: CacheCase, _ refusal: Storability.Refusal) throws {
        #expect(try row.storability() == .refuse(refusal))
    }

    static let stored: [CacheCase] = [
        CacheCase("§3: max-age", response: ["Cache-Control: max-age=9"]),
        CacheCase("§3: s-maxage", response: ["Cache-Control: s-maxage=9"]),
        CacheCase("§3: Expires", response: ["Expires: Sun, 06 Nov 1994 09:49:37 GMT"]),
        CacheCase("§3: public", response: ["Cache-Control: public"]),
        CacheCase("§3: a heuristic", response: [Self.lastModified]),
        CacheCase("§3: an entity tag to ask by", response: ["ETag: \"a\""]),
        CacheCase("§3: 404 with explicit freshness", response: ["Cache-Control: max-age=9"], status: "404 Not Found"),
        CacheCase("§3: 302 with explicit freshness", response: ["Cache-Control: max-age=9"], status: "302 Found"),
        CacheCase(
            "§3.5: Authorization and public",
            request: ["Authorization: x y"],
            response: ["Cache-Control: public, max-age=9"]
        ),
        CacheCase(
            "§3.5: Authorization and s-maxage",
            request: ["Authorization: x y"],
            response: ["Cache-Control: s-maxage=9"]
        ),
        CacheCase(
            "§3.5: Authorization and must-revalidate",
            request: ["Authorization: x y"],
            response: ["Cache-Control: max-age=9, must-revalidate"]
        ),
        CacheCase(
            "§5.2.2.3: must-understand voids no-store",
            response: ["Cache-Control: must-understand, no-store, max-age=9"]
        ),
        CacheCase("§5.2.2.4: no-cache with something to ask by", response: ["Cache-Control: no-cache", "ETag: \"a\""]),
        CacheCase(
            "§5.2.3: unknown directives, quoted commas and all",
            response: ["Cache-Control: x=\"no-store, private\", max-age=9, y"]
        ),
        CacheCase(
            "§7.3: Set-Cookie that says it is for all",
            response: ["Cache-Control: public, max-age=9", "Set-Cookie: a=b"]
        ),
        CacheCase(
            "Cookie in a request, and freshness in the response",
            request: ["Cookie: a"],
            response: ["Cache-Control: max-age=9"]
        ),
        CacheCase(
            "Cookie in a request, and Vary: Cookie",
            request: ["Cookie: a"],
            response: [Self.lastModified, "Vary: Cookie"]
        ),
        CacheCase(
            "§5.2.1: other directives of the request",
            request: ["Cache-Control: no-cache"],
            response: ["Cache-Control: max-age=9"]
        ),
        CacheCase("negative caching is on", status: "404 Not Found").negative(),
        CacheCase("negative caching of 5xx is on", status: "503 Service Unavailable").negative(),
        CacheCase("freshness by default").fresh(),
    ]

    @Test(arguments: Self.stored)
    func stores(_ row: CacheCase) throws { _ = try row.facts() }

    /// RFC 9111 §4.2.1 and §4.2.2: lifetime by response lines.
    static let lifetimes: [(CacheCase, UInt32)] = [
        (CacheCase("§4.2.1: s-maxage before max-age", response: ["Cache-Control: max-age=9, s-maxage=4"]), 4),
        (CacheCase("§5.3: max-age before Expires", response: ["Cache-Control: max-age=9", "Expires: 0"]), 9),
        (CacheCase("§5.2.2.10: s-maxage before Expires", response: ["Cache-Control: s-maxage=9", "Expires: 0"]), 9),
        (
            CacheCase(
                "§4.2.1: Expires minus Date",
                response: ["Date: Sun, 06 Nov 1994 08:00:00 GMT", "Expires: Sun, 06 Nov 1994 08:00:30 GMT"]
            ), 30
        ),
        (CacheCase("§5.3: Expires that is no date is past", response: ["Expires: 0", "ETag: \"a\""]), 0),
        (
            CacheCase(
                "§5.3: Expires before Date",
                response: ["Expires: Sun, 06 Nov 1994 08:00:30 GMT", "ETag: \"a\""]
            ), 0
        ),
        (
            CacheCase(
                "§4.2.1: two Expires",
                response: ["Expires: Sun, 06 Nov 1994 09:49:37 GMT", "Expires: Sun, 06 Nov 1994 10:49:37 GMT"]
            ), 0
        ),
        (
            CacheCase(
                "§4.2.1: two max-age, the shorter",
                response: ["Cache-Control: max-age=9", "Cache-Control: max-age=3"]
            ), 3
        ),
        (CacheCase("§4.2.1: a lifetime that is no number", response: ["Cache-Control: max-age=x", "ETag: \"a\""]), 0),
        (CacheCase("§4.2.1: a negative lifetime", response: ["Cache-Control: max-age=-1", "ETag: \"a\""]), 0),
        (CacheCase("§4.2.1: a lifetime without its value", response: ["Cache-Control: max-age", "ETag: \"a\""]), 0),
        (CacheCase("§5.2: the quoted form", response: ["Cache-Control: max-age=\"9\""]), 9),
        (
            CacheCase("§1.2.2: too large a number", response: ["Cache-Control: max-age=99999999999999999999999"]),
            1 << 31
        ),
        (CacheCase("§4.2.2: a tenth of the age", response: ["Last-Modified: Sun, 06 Nov 1994 08:32:57 GMT"]), 100),
        (CacheCase("§4.2.2: a day at most", response: ["Last-Modified: Sun, 06 Nov 1988 08:32:57 GMT"]), 86_400),
        (CacheCase("§4.2.2: changed in the future", response: ["Last-Modified: Sun, 06 Nov 1995 08:32:57 GMT"]), 0),
        (CacheCase("public without a lifetime", response: ["Cache-Control: public"]), 0),
        (CacheCase("by default", response: []).fresh(), 60),
        (CacheCase("by default, but it says something", response: ["Cache-Control: max-age=9"]).fresh(), 9),
        (CacheCase("an error, negative caching on", status: "404 Not Found").negative(), 5),
        (
            CacheCase("an error that says something", response: ["Cache-Control: max-age=9"], status: "404 Not Found")
                .negative(), 9
        ),
    ]

    @Test(arguments: Self.lifetimes)
    func lifetime(_ row: CacheCase, _ seconds: UInt32) throws { #expect(try row.facts().lifetime == seconds) }

    /// RFC 9111 §4.2.3: the age when the response came.
    static let ages: [(CacheCase, UInt32)] = [
        (CacheCase("no Age, no Date", response: ["Cache-Control: max-age=9"]), 0),
        (CacheCase("Age", response: ["Cache-Control: max-age=9", "Age: 7"]), 7),
        (CacheCase("Age and the time it took", response: ["Cache-Control: max-age=9", "Age: 7"]).delay(3), 10),
        (
            CacheCase(
                "Date in the past",
                response: ["Cache-Control: max-age=9", "Date: Sun, 06 Nov 1994 08:49:07 GMT"]
            ), 30
        ),
        (
            CacheCase(
                "Date in the future",
                response: ["Cache-Control: max-age=9", "Date: Sun, 06 Nov 1994 09:49:07 GMT"]
            ), 0
        ),
        (
            CacheCase(
                "the larger of both",
                response: ["Cache-Control: max-age=9", "Date: Sun, 06 Nov 1994 08:49:07 GMT", "Age: 40"]
            ), 40
        ),
        (CacheCase("§5.1: Age that is no number", response: ["Cache-Control: max-age=9", "Age: -5"]), 0),
        (CacheCase("§5.1: a list, the first", response: ["Cache-Control: max-age=9", "Age: 5, 9"]), 5),
        (
            CacheCase("Age beyond all bounds", response: ["Cache-Control: max-age=9", "Age: 99999999999999999999"]),
            1 << 31
        ),
    ]

    @Test(arguments: Self.ages)
    func initialAge(_ row: CacheCase, _ seconds: UInt32) throws { #expect(try row.facts().initialAge == seconds) }

    /// RFC 5861, RFC 9111 §4.2.4: seconds for which it may stand in for an error, by default a day.
    static let standIns: [(CacheCase, UInt32)] = [
        (CacheCase("says nothing of it", response: ["Cache-Control: max-age=9"]), 86_400),
        (CacheCase("RFC 5861 §4", response: ["Cache-Control: max-age=9, stale-if-error=7"]), 7),
        (CacheCase("RFC 5861 §4: 0 forbids it", response: ["Cache-Control: max-age=9, stale-if-error=0"]), 0),
        (
            CacheCase(
                "§5.2.2.2: must-revalidate",
                response: ["Cache-Control: max-age=9, must-revalidate, stale-if-error=7"]
            ), 0
        ),
        (CacheCase("§5.2.2.8: proxy-revalidate", response: ["Cache-Control: max-age=9, proxy-revalidate"]), 0),
        (CacheCase("§5.2.2.10: s-maxage", response: ["Cache-Control: s-maxage=9"]), 0),
        (
            CacheCase(
                "RFC 5861 §4: regardless of other freshness information",
                response: ["Cache-Control: s-maxage=9, stale-if-error=7"]
            ), 7
        ),
        (CacheCase("§5.2.2.4: no-cache", response: ["Cache-Control: no-cache", "ETag: \"a\""]), 0),
    ]

    @Test(arguments: Self.standIns)
    func standsInForErrors(_ row: CacheCase, _ seconds: UInt32) throws {
        let facts = try row.facts()
        #expect(facts.staleIfError == seconds)
        let end = UInt64(facts.lifetime) + UInt64(seconds)
        #expect(facts.mayStandIn(now: .after(end)) == (seconds > 0))
        #expect(!facts.mayStandIn(now: .after(end + 1)))
    }
}

extension CacheCase {
    fileprivate func method(_ method: String) -> CacheCase {
        var row = self
        row.request[0] = "\(method) / HTTP/1.1"
        return row
    }

    fileprivate func with(_ change: (inout CacheCase) -> Void) -> CacheCase {
        var row = self
        change(&row)
        return row
    }

    fileprivate func stale(_ seconds: UInt32) -> CacheCase { self.with { $0.policy.staleIfError = .seconds(seconds) } }
    fileprivate func object(_ bytes: UInt64) -> CacheCase { self.with { $0.policy.object = bytes } }
    fileprivate func negative() -> CacheCase { self.with { $0.policy.negative = .seconds(5) } }
    fileprivate func fresh() -> CacheCase { self.with { $0.policy.defaultFresh = .seconds(60) } }
    fileprivate func delay(_ seconds: UInt32) -> CacheCase { self.with { $0.delay = seconds } }
    fileprivate func unframed() -> CacheCase { self.with { $0.response.remove(at: 1) } }
}
