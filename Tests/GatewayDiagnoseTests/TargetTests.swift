import Testing

@testable import GatewayDiagnose

@Suite struct TargetTests {
    @Test(arguments: [
        ("example.com", "https://example.com/"),
        ("HTTP://Example.COM:80/a b".replacingOccurrences(" ", "%20"), "http://example.com/a%20b"),
        ("https://example.com.:8443?x=1#part", "https://example.com:8443/?x=1"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("http://127.0.0.1", "http://127.0.0.1/"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
        ("https://例え。テスト/", "https://xn--r8jz45g.xn--zckzah/"),
        ("https://user:secret@example.com/", "https://example.com/"),
        // Another URL within the query is none of ours.
        ("example.com/?from=http://other.example/", "https://example.com/?from=http://other.example/"),
        ("user:secret@example.com", "https://example.com/"), ("localhost:8080/x", "https://localhost:8080/x"),
        // Slips of the keyboard and of copying, which browsers take as well.
        ("  http://example.com/\n", "http://example.com/"), ("//example.com/x", "https://example.com/x"),
        ("http:/example.com/x", "http://example.com/x"), ("https:example.com", "https://example.com/"),
        ("http//example.com", "http://example.com/"),
        ("https://example.com/a/../b/./c/..?d=/../e", "https://example.com/b/?d=/../e"),
    ])
    func completes(_ written: String, _ expected: String) throws {
        #expect(try Target(written).text == expected)
    }

    @Test func hidesUserInformation() throws {
        let target = try Target("https://user:secret@example.com/")
        #expect(target.hadUserInfo)
        #expect(!"\(target)".contains("secret"))
    }

    @Test(arguments: [
        ("", TargetProblem.empty), ("ftp://example.com/", .unknownScheme("ftp")), ("https:///x", .noHost),
        ("https://example.com:0/", .badPort("0")), ("https://example.com:99999/", .badPort("99999")),
        ("https://example.com:/", .badPort("")), ("https://2001:db8::1/", .addressWithoutBrackets("2001:db8::1")),
        ("https://[2001:db8::zz]/", .badHost("[2001:db8::zz]")), ("https://exa mple.com/", .controlCharacter),
        ("https://example.com/\u{1B}[2J", .controlCharacter), ("https://a..b/", .badHost("a..b")),
        ("mailto:who@example.com", .unknownScheme("mailto")), ("javascript:alert(1)", .unknownScheme("javascript")),
        ("file:///etc/hosts", .unknownScheme("file")), ("http://256.1.1.1/", .badHost("256.1.1.1")),
        (
            "https://" + String(repeating: "a", count: 64) + ".example/",
            .badHost(String(repeating: "a", count: 64) + ".example")
        ),
    ])
    func refuses(_ written: String, _ expected: TargetProblem) {
        #expect(throws: expected) { try Target(written) }
    }

    @Test(arguments: [
        ("https://other.example/x", "https://other.example/x"), ("/x?y", "http://site.example:81/x?y"),
        ("x", "http://site.example:81/a/x"), ("?q", "http://site.example:81/a/b?q"),
        ("//cdn.example/z", "http://cdn.example/z"),
        ("/login?next=https://site.example/a", "http://site.example:81/login?next=https://site.example/a"),
        ("login?next=https://site.example/a", "http://site.example:81/a/login?next=https://site.example/a"),
        ("../up", "http://site.example:81/up"), ("/a/./c/../d", "http://site.example:81/a/d"),
        ("..", "http://site.example:81/"),
        // What no URI may hold and browsers take all the same.
        ("/with space", "http://site.example:81/with%20space"),
        ("HTTPS://Other.Example", "https://other.example/"),
    ])
    func followsLocations(_ location: String, _ expected: String) throws {
        #expect(try Target("http://site.example:81/a/b?c").following(location)?.text == expected)
    }

    @Test(arguments: ["app://open/x", "mailto:who@site.example", "https://", "javascript:history.back()"])
    func leavesLocationsAloneThatAreNoPages(_ location: String) throws {
        #expect(try Target("http://site.example/").following(location) == nil)
    }

    @Test func hidesQueryValuesWhenRedacted() throws {
        let target = try Target("https://site.example/login?token=abc&next=%2F&flag")
        #expect(target.redacted == "https://site.example/login?token=…&next=…&flag")
    }
}

extension String {
    fileprivate func replacingOccurrences(_ old: String, _ new: String) -> String {
        self.split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
    }
}
