import Testing

@testable import GatewayConfig

@Suite struct PolicyValueTests {
    @Test(
        arguments: [
            ("100/s", 100, 1000, 100), ("1000/m", 1000, 60_000, 1000), ("1/h", 1, 3_600_000, 1),
            ("30/10s", 30, 10_000, 30), ("10/s burst 20", 10, 1000, 20), ("5 / s", 5, 1000, 5),
            ("10000000/d burst 1", 10_000_000, 86_400_000, 1), ("3/500ms", 3, 500, 3),
        ] as [(String, Int, UInt32, Int)]
    )
    func readsRates(text: String, requests: Int, period: UInt32, burst: Int) throws {
        let rate = try RateLimit(configuration: text)
        #expect(rate == RateLimit(requests: requests, period: Milliseconds(period), burst: burst))
        // What is shown can be written into a file.
        #expect(try RateLimit(configuration: rate.description) == rate)
    }

    @Test(arguments: [
        "", "/", "100", "100/", "/s", "0/s", "-1/s", "1.5/s", "1/s/s", "1/0s", "1/2d", "1/s burst", "1/s burst 0",
        "1/s 20", "1/s burst 20 x", "10000001/s", "99999999999999999999/s", "٣/s", "1/x", "10r/s", "1/s burst -1",
        String(repeating: "1", count: 100_000),
    ])
    func refusesWhatIsNoRate(text: String) {
        #expect(throws: ValueError.self) { try RateLimit(configuration: text) }
    }

    @Test func tellsUsersOfNginxWhatToWrite() {
        #expect(throws: ValueError("`10r/s` is not a rate", fix: "write `10/s`")) {
            try RateLimit(configuration: "10r/s")
        }
    }

    @Test(
        arguments: [
            ("p50", .percentile(50)), ("p95", .percentile(95)), ("p99", .percentile(99)),
            ("200ms", .time(Milliseconds(200))), ("1m", .time(.seconds(60))), ("1ms", .time(Milliseconds(1))),
        ] as [(String, HedgePolicy.Delay)]
    )
    func readsDelaysOfHedges(text: String, delay: HedgePolicy.Delay) throws {
        #expect(try HedgePolicy.Delay.parse(text) == delay)
        #expect(delay.description == text)
    }

    @Test func noHedgeIsWrittenOff() throws {
        #expect(try HedgePolicy.Delay.parse("off") == nil)
    }

    @Test(arguments: [
        "", "p", "p9", "p49", "p100", "p095", "p+95", "p-5", "P95", "p95 ", "95%", "95", "2m", "0.5s", "p٩٥", "on",
        String(repeating: "1", count: 100_000) + "s",
    ])
    func refusesOtherDelaysOfHedges(text: String) {
        #expect(throws: ValueError.self) { try HedgePolicy.Delay.parse(text) }
    }

    @Test(arguments: [("99.9%", 99_900), ("99%", 99_000), ("99.95%", 99_950), ("99.999%", 99_999), ("100%", 100_000)])
    func readsAvailabilities(text: String, thousandths: Int) throws {
        #expect(try Objective.availability(text) == thousandths)
        #expect(Objective(availability: thousandths).availabilityText == text)
    }

    @Test(arguments: [
        "", "%", "99.9", "99,9%", "0%", "0.000%", "100.001%", "99.9999%", ".9%", "9.%", "-1%", "NaN%", "٩٩%",
    ])
    func refusesOtherAvailabilities(text: String) {
        #expect(throws: ValueError.self) { try Objective.availability(text) }
    }

    @Test(arguments: [("0.05", 50), ("12.5", 12_500), ("7", 7000), ("999999999.999", 999_999_999_999)])
    func readsAmounts(text: String, thousandths: Int) throws {
        #expect(try Objective.value(text) == thousandths)
        #expect(DecimalText.text(thousandths) == text)
    }

    @Test(arguments: ["", "0", "0.000", "1e3", "1.2345", "-1", "1 EUR", "1,5", "9999999999", "inf"])
    func refusesOtherAmounts(text: String) {
        #expect(throws: ValueError.self) { try Objective.value(text) }
    }

    @Test(arguments: [
        ("client", BalancePolicy.Key.client), ("path", .path), ("header:X-Tenant", .field("x-tenant")),
        ("cookie:Session", .cookie("Session")),
    ])
    func readsHashKeys(text: String, key: BalancePolicy.Key) throws {
        #expect(try BalancePolicy.Key(configuration: text) == key)
        #expect(try BalancePolicy.Key(configuration: key.description) == key)
    }

    @Test(
        arguments: [
            ("ip", "did you mean `client`?"), ("$remote_addr", "did you mean `client`?"),
            ("clinet", "did you mean `client`?"), ("uri", "did you mean `path`?"),
            ("host", "did you mean `header:host`?"), ("header", "write `header:NAME`"),
            ("headers:x", "did you mean `header:NAME`?"), ("query", nil), ("", nil), ("header:", nil),
            ("cookie:a b", nil),
        ] as [(String, String?)]
    )
    func suggestsAHashKey(text: String, fix: String?) throws {
        let error = #expect(throws: ValueError.self) { try BalancePolicy.Key(configuration: text) }
        if let fix { #expect(error?.fix == fix) }
    }

    @Test(arguments: [("200", 200...200), ("200-299", 200...299), ("599", 599...599)])
    func readsStatuses(text: String, range: ClosedRange<Int>) throws {
        #expect(try HealthCheck.statuses(text) == range)
        #expect(range.words == text)
    }

    @Test(arguments: ["", "20", "2xx", "199", "600", "299-200", "200-", "-200", "200-300-400", "200 ", "+20", "٢٠٠"])
    func refusesOtherStatuses(text: String) {
        #expect(throws: ValueError.self) { try HealthCheck.statuses(text) }
    }

    @Test(arguments: [
        ("192.0.2.53", "192.0.2.53"), ("192.0.2.53:5353", "192.0.2.53:5353"), ("2001:DB8::1", "2001:db8::1"),
        ("[2001:db8:0::1]:53", "[2001:db8::1]:53"), ("[::1]", "::1"),
    ])
    func readsNameServers(text: String, server: String) throws {
        #expect(try NameServerText.parse(text) == server)
    }

    @Test(arguments: [
        "", "dns.example", "[192.0.2.1]:53", "192.0.2.1:0", "192.0.2.1:65536", "tls://1.1.1.1", "[::1", "::1]",
    ])
    func refusesOtherNameServers(text: String) {
        #expect(throws: ValueError.self) { try NameServerText.parse(text) }
    }

    @Test(arguments: [
        "", "healthz", "http://a/b", "/a b", "/a#b", "/ä", "/\u{7f}", "/" + String(repeating: "a", count: 1024),
    ])
    func refusesWhatIsNoPathToAskFor(text: String) {
        #expect(throws: ValueError.self) { try HealthCheck.path(text) }
    }

    @Test(arguments: ["0", "20", "0.2", "20 %", "-5%", "%", "5%%", "٥%", "", "99999999999999999999%"])
    func refusesWhatIsNoPercentage(text: String) {
        #expect(throws: ValueError.self) { try PercentText.parse(text) }
    }

    @Test(arguments: ["", "=", "a", "a=", "a b=c", "a=b;c", "a=\"b\"", "a=b c", "a=ä"])
    func refusesWhatIsNoCookie(text: String) {
        let error = #expect(throws: ValueError.self) { try FieldText.cookiePair(text) }
        #expect(text.isEmpty || text.count < 3 || error?.message.contains(text) == false)
    }
}
