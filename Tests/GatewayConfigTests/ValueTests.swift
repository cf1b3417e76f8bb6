import Testing

@testable import GatewayConfig

@Suite struct ValueTests {
    @Test(
        arguments: [
            ("250ms", 250), ("10s", 10_000), ("1m30s", 90_000), ("1h", 3_600_000), ("1d2h3m4s5ms", 93_784_005),
            ("off", 0), ("0", 0), ("0s", 0), ("49d", 4_233_600_000),
        ] as [(String, UInt32)]
    )
    func readsDurations(text: String, milliseconds: UInt32) throws {
        #expect(try DurationText.parse(text).count == milliseconds)
    }

    @Test(arguments: [
        "", "s", "10", "-1s", "1.5s", "1s1m", "1s 1m", "1S", "10 s", "50d", "49d49d", "99999999999999999999s",
        "1sx", "٣s", "1µs", "+1s", String(repeating: "1", count: 100_000),
    ])
    func refusesWhatIsNoDuration(text: String) {
        #expect(throws: ValueError.self) { try DurationText.parse(text) }
    }

    @Test(arguments: [0, 1, 999, 1000, 61_001, 90_000, 3_600_000, 86_400_000, UInt32.max])
    func writesDurationsSoThatTheyAreReadBack(count: UInt32) throws {
        let text = Milliseconds(count).description
        #expect(try DurationText.parse(text).count == count)
    }

    @Test(
        arguments: [
            ("512", 512), ("16KiB", 16_384), ("16kib", 16_384), ("10MB", 10_000_000), ("1 GiB", 1 << 30), ("7B", 7),
            ("0", 0),
        ] as [(String, UInt64)]
    )
    func readsSizes(text: String, bytes: UInt64) throws {
        #expect(try SizeText.parse(text) == bytes)
    }

    @Test(arguments: ["", "KiB", "16k", "-1", "1.5MB", "1e6", "999999999999GiB", "99999999999999999999", "1 2", "٣"])
    func refusesWhatIsNoSize(text: String) {
        #expect(throws: ValueError.self) { try SizeText.parse(text) }
    }

    @Test(arguments: [1, 1000, 1024, 8192, 10_000_000, 1 << 30, 1 << 50, UInt64(1_000_000_007)])
    func writesSizesSoThatTheyAreReadBack(bytes: UInt64) throws {
        #expect(try SizeText.parse(SizeText.text(bytes)) == bytes)
    }

    @Test(arguments: [
        ("127.0.0.1:8080", ListenAddress.tcp(host: "127.0.0.1", port: 8080)),
        (":8080", .tcp(host: "", port: 8080)),
        ("*:8080", .tcp(host: "", port: 8080)),
        ("[::1]:0", .tcp(host: "::1", port: 0)),
        ("[0:0::0:1]:1", .tcp(host: "::1", port: 1)),
        ("localhost:80", .tcp(host: "127.0.0.1", port: 80)),
        ("unix:/run/x.sock", .unix(path: "/run/x.sock")),
    ])
    func readsListenAddresses(text: String, address: ListenAddress) throws {
        #expect(try ListenAddress(configuration: text) == address)
    }

    @Test(arguments: [
        (":80", true), ("0.0.0.0:80", true), ("[::]:80", true), ("10.0.0.1:80", true), ("127.0.0.1:80", false),
        ("127.9.9.9:80", false), ("[::1]:80", false), ("[::ffff:127.0.0.1]:80", false), ("unix:/x", false),
    ])
    func knowsWhichAddressesOtherMachinesReach(text: String, isPublic: Bool) throws {
        #expect(try ListenAddress(configuration: text).isPublic == isPublic)
    }

    @Test(arguments: [
        ("http://127.0.0.1:9001", "http://127.0.0.1:9001"), ("HTTP://App.Internal", "http://app.internal:80"),
        ("http://app.internal./base/", "http://app.internal:80/base"), ("http://[::1]:81/", "http://[::1]:81"),
        ("unix:/run/x.sock", "unix:/run/x.sock"), ("unix+h2c:/x.sock", "unix+h2c:/x.sock"),
        ("H2C://a/b", "h2c://a:80/b"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("SRV://_http._tcp.App.internal./v2/", "srv://_http._tcp.app.internal/v2"),
    ])
    func readsEndpoints(text: String, description: String) throws {
        let endpoint = try Endpoint(configuration: text, weight: 1, origin: .builtIn)
        #expect(endpoint.description == description)
        // What is shown can be written into a file.
        #expect(try Endpoint(configuration: description, weight: 1, origin: .builtIn) == endpoint)
    }

    @Test(arguments: [
        ("http://a:80", "a"), ("http://a:81", "a:81"), ("http://[::1]:80", "[::1]"), ("unix:/x", "localhost"),
        ("srv://_http._tcp.app.internal", "app.internal"),
    ])
    func makesTheHostFieldOfAnEndpoint(text: String, authority: String) throws {
        #expect(try Endpoint(configuration: text, weight: 1, origin: .builtIn).authority == authority)
    }

    @Test(arguments: [
        ("srv://app.internal", "not the name of a service"), ("srv://_http._tcp", "not the name of a service"),
        ("srv://_http._udp.app", "not the name of a service"), ("srv://_._tcp.app", "not the name of a service"),
        ("srv://_http._tcp.app:80", "has a port"), ("srv://", "the host is empty"),
    ])
    func refusesWhatIsNoService(text: String, reason: String) {
        let error = #expect(throws: ValueError.self) {
            try Endpoint(configuration: text, weight: 1, origin: .builtIn)
        }
        #expect(error?.message.contains(reason) == true)
    }

    /// As others write it.
    @Test(arguments: [
        ("h2c://unix:/run/x.sock", "write `unix+h2c:/run/x.sock`"),
        ("http://unix:/run/x.sock", "write `unix:/run/x.sock`"),
        ("unix+h2c:run/x.sock", "write it like `unix:/run/app.sock`"),
    ])
    func saysHowASocketIsWritten(text: String, fix: String) {
        let error = #expect(throws: ValueError.self) {
            try Endpoint(configuration: text, weight: 1, origin: .builtIn)
        }
        #expect(error?.fix == fix)
    }

    @Test(arguments: [
        ("*.a.example", "b.a.example", true), ("*.a.example", "c.b.a.example", true),
        ("*.a.example", "a.example", false),
        ("*.a.example", ".a.example", false), ("*.a.example", "ba.example", false), ("A.example.", "a.example", true),
        ("a.example", "b.a.example", false), ("0:0::1", "[::1]", true), ("[::1]", "[::1]", true),
    ])
    func matchesHosts(pattern: String, host: String, matches: Bool) throws {
        #expect(try HostPattern(configuration: pattern).matches(host) == matches)
    }

    @Test(arguments: [("/", nil), ("/a", "/a"), ("/a/", "/a"), ("/a/b.c/", "/a/b.c"), ("/%20", "/%20")])
    func normalizesPathPrefixes(text: String, prefix: String?) throws {
        #expect(try PathText.prefix(text) == prefix)
    }

    @Test(arguments: ["", "a", "//", "/a//b", "/./a", "/a/..", "/a b", "/a?b", "/ä", "/a*", "/\u{7f}", "/a\\b"])
    func refusesOtherPathPrefixes(text: String) {
        #expect(throws: ValueError.self) { try PathText.prefix(text) }
    }

    @Test(arguments: [
        ("worker", "workers", 1), ("wrokers", "workers", 1), ("", "abc", 3), ("abc", "abc", 0), ("abcd", "acbd", 1),
        ("kitten", "sitting", 3),
    ])
    func countsSlips(left: String, right: String, distance: Int) {
        #expect(EditDistance.between(left, right) == distance)
        #expect(EditDistance.between(right, left) == distance)
    }

    @Test func makesTextOfStrangersHarmless() {
        #expect("a\u{1b}[31m\n\u{202e}b".quoted == "`a\\u{1b}[31m\\u{a}\\u{202e}b`")
        #expect(String(repeating: "x", count: 100_000).quoted.count == 63)
    }

    @Test(arguments: [(512, "512"), (10_000_000_000, "10GB"), (1 << 20, "1MiB"), (1_024_000, "1000KiB"), (0, "0")])
    func writesSizesShort(bytes: UInt64, text: String) {
        #expect(SizeText.text(bytes) == text)
    }
}
