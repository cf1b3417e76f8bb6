import GatewayBytes
import GatewayCore
import GatewayWire
import Testing

/// Who asked, as the upstream is told.
@Suite struct ForwardedTests {
    private static let trusted = ClientFacts(isTrusted: true, isTLS: true)
    private static let stranger = ClientFacts(isTrusted: false, isTLS: false)
    private static let claims = head(
        "GET / HTTP/1.1",
        "Host: h",
        "X-Forwarded-For: 10.1.1.1",
        "Forwarded: for=10.1.1.1",
        "X-Forwarded-Proto: https",
        "X-Forwarded-Host: public.example",
        "x-forwarded-for: 10.2.2.2, 10.3.3.3",
        "FORWARDED: for=10.2.2.2;proto=https",
        "X-Forwarded-For:"
    )

    @Test func whatAStrangerClaimsIsReplaced() throws {
        let composed = try Lines(try RequestCase(client: Self.stranger).compose(Self.claims))
        #expect(composed.values("X-Forwarded-For") == ["192.0.2.9"])
        #expect(composed.values("X-Forwarded-Proto") == ["http"])
        #expect(composed.values("X-Forwarded-Host") == ["h"])
        #expect(composed.values("Forwarded") == ["for=192.0.2.9;host=\"h\";proto=http"])
    }

    @Test func whatATrustedProxyToldIsKeptInOneLine() throws {
        let composed = try Lines(try RequestCase(client: Self.trusted).compose(Self.claims))
        #expect(composed.values("X-Forwarded-For") == ["10.1.1.1, 10.2.2.2, 10.3.3.3, 192.0.2.9"])
        #expect(composed.values("X-Forwarded-Proto") == ["https"])
        #expect(composed.values("X-Forwarded-Host") == ["public.example"])
        #expect(
            composed.values("Forwarded")
                == ["for=10.1.1.1, for=10.2.2.2;proto=https, for=192.0.2.9;host=\"h\";proto=https"]
        )
    }

    @Test func aTrustedProxyThatToldNothingIsTheClient() throws {
        let composed = try Lines(
            try RequestCase(client: Self.trusted).compose(head("GET / HTTP/1.1", "Host: h", "X-Forwarded-For:"))
        )
        #expect(composed.values("X-Forwarded-For") == ["192.0.2.9"])
        #expect(composed.values("X-Forwarded-Proto") == ["https"])
        #expect(composed.values("X-Forwarded-Host") == ["h"])
    }

    /// RFC 7239 §6: IPv6 in brackets and quotes; a peer without an address is unknown.
    @Test(arguments: [
        ("192.0.2.9", "for=192.0.2.9"), ("2001:db8::1", "for=\"[2001:db8::1]\""), ("::1", "for=\"[::1]\""),
        ("unix", "for=unknown"),
    ])
    func thePeerIsANodeOfTheStandard(peer: String, element: String) throws {
        let composed = try Lines(try RequestCase(peer: peer).compose(head("GET / HTTP/1.1", "Host: [::1]:8080")))
        #expect(composed.values("Forwarded") == [element + ";host=\"[::1]:8080\";proto=http"])
        #expect(composed.values("X-Forwarded-For") == [peer])
    }

    // MARK: - The rules

    @Test(arguments: [
        ("gw", "gw"), ("my host", "my-host"), ("a\r\nEvil: 1", "a--Evil--1"), ("", "goodgate"), ("A.b_c-9", "A.b_c-9"),
        ("(x)", "-x-"), ("é", "--"),
    ])
    func thePseudonymIsAToken(identity: String, name: String) {
        let rules = ForwardingRules(identity: identity, mark: "77")
        #expect(rules.viaName == Array(name.utf8))
        #expect(rules.loopMark == Array("(gg-77)".utf8))
    }

    @Test(arguments: [
        ("1.1 gw (gg-0123)", true), ("1.0 other, 1.1 gw (gg-0123)", true), ("1.1 GW (gg-0123), 1.1 x", true),
        ("1.1 gw (gg-0124)", false), ("1.1 gw", false), ("gg-012", false), ("", false), ("1.1 gg-0", false),
        ("1.1 gw (gg-01230)", false), ("1.1 gw (xgg-0123)", false),
    ])
    func ourOwnLineIsKnownAgain(via: String, isLoop: Bool) throws {
        #expect(try self.isLoop(head("GET / HTTP/1.1", "Host: h", "Via: \(via)")) == isLoop)
        #expect(try self.isLoop(head("GET / HTTP/1.1", "Host: h", "Via: 1.1 a", "B: c", "Via: \(via)")) == isLoop)
        #expect(try self.isLoop(head("GET / HTTP/1.1", "Host: h", "X-Via: \(via)")) == false)
    }

    @Test func whatWeComposeIsALoopWhenItComesBack() throws {
        let text = try RequestCase().compose(head("GET / HTTP/1.1", "Host: h"))
        #expect(try self.isLoop(text))
    }

    private func isLoop(_ text: String) throws -> Bool {
        var message = Buffer()
        message.append(text: text)
        var head = RequestHead()
        guard case .complete = try head.parse(message.span, limits: .request) else { throw Incomplete(text: text) }
        return LoopDetection.isLoop(head, message.span, rules: RequestCase.rules)
    }
}
