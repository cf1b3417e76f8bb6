import GatewayBytes
import Testing

@testable import GatewayReactor

@Suite(.timeLimit(.minutes(1))) struct TLSContextTests {
    private func problem(_ files: TLSCertificateFiles) -> TLSFileProblem? {
        do throws(TLSFileProblem) {
            _ = try TLSContext(server: TLSServerSettings(certificates: [files]))
            return nil
        } catch {
            return error
        }
    }

    // MARK: - Files that cannot be used

    @Test func eachBadFileHasItsReason() throws {
        let authority = try Authority()
        let (one, two) = (try authority.issue("one", ["DNS:one.test"]), try authority.issue("two", ["DNS:two.test"]))
        let prose = try authority.write("prose.pem", "This is no certificate.\n")
        let empty = try authority.write("empty.pem", "")
        let text = try authority.text(one.certificate)
        let cut = try authority.write("cut.pem", String(text.prefix(text.count / 2)))
        let damaged = try authority.write("damaged.pem", text.replacing("MII", with: "AAA", maxReplacements: 1))
        let large = try authority.write("large.pem", String(repeating: text, count: 2 + (1 << 20) / text.count))
        let many = try authority.write("many.pem", String(repeating: text, count: 17))
        try authority.run(["ec", "-in", one.key, "-aes128", "-passout", "pass:secret", "-out", "locked.key"])
        let locked = "\(authority.directory)/locked.key"
        try authority.run(["pkcs8", "-topk8", "-in", one.key, "-passout", "pass:secret", "-out", "sealed.key"])
        let sealed = "\(authority.directory)/sealed.key"
        try authority.run(["x509", "-in", one.certificate, "-outform", "der", "-out", "one.der"])
        let binary = "\(authority.directory)/one.der"
        let request = "\(authority.directory)/one.csr"
        let half = try authority.write("half.key", String(try authority.text(one.key).prefix(90)))
        let second = try authority.write("second.pem", "By hand:\n\n" + text + String(text.prefix(text.count / 2)))
        let disorder = try authority.write("disorder.pem", try authority.text(two.certificate) + text)
        let cases: [(TLSCertificateFiles, TLSFileProblem)] = [
            (.init(certificate: "/nowhere", key: one.key), .init("/nowhere", .unreadable(Errno.noEntry))),
            (.init(certificate: one.certificate, key: "/nowhere"), .init("/nowhere", .unreadable(Errno.noEntry))),
            (.init(certificate: prose, key: one.key), .init(prose, .noCertificate)),
            (.init(certificate: empty, key: one.key), .init(empty, .empty)),
            (.init(certificate: one.key, key: one.key), .init(one.key, .keyAlone)),
            (.init(certificate: request, key: one.key), .init(request, .onlyRequest)),
            (.init(certificate: binary, key: one.key), .init(binary, .binary)),
            (.init(certificate: cut, key: one.key), .init(cut, .certificateBroken(number: 1, line: 1))),
            (.init(certificate: damaged, key: one.key), .init(damaged, .certificateBroken(number: 1, line: 1))),
            (
                .init(certificate: second, key: one.key),
                .init(second, .certificateBroken(number: 2, line: 3 + text.count { $0 == "\n" }))
            ),
            (.init(certificate: disorder, key: one.key), .init(disorder, .keyOfLater(2))),
            (.init(certificate: large, key: one.key), .init(large, .tooLarge)),
            (.init(certificate: "/dev/zero", key: one.key), .init("/dev/zero", .tooLarge)),
            (.init(certificate: many, key: one.key), .init(many, .tooManyCertificates)),
            (.init(certificate: one.certificate, key: two.key), .init(two.key, .keyMismatch)),
            (.init(certificate: one.certificate, key: prose), .init(prose, .noKey)),
            (.init(certificate: one.certificate, key: empty), .init(empty, .empty)),
            (.init(certificate: one.certificate, key: locked), .init(locked, .keyEncrypted)),
            (.init(certificate: one.certificate, key: sealed), .init(sealed, .keyEncrypted)),
            (.init(certificate: one.certificate, key: one.certificate), .init(one.certificate, .certificateAlone)),
            (.init(certificate: one.certificate, key: half), .init(half, .keyBroken(line: 1))),
            (.init(certificate: one.certificate, key: one.key, staple: prose), .init(prose, .noStaple)),
        ]
        for (files, expected) in cases { #expect(self.problem(files) == expected) }
        #expect(self.problem(.init(certificate: one.certificate, key: one.key)) == nil)
    }

    @Test func aWeakKeyIsRefused() throws {
        let authority = try Authority()
        try authority.run(
            ["req", "-x509", "-newkey", "rsa:1024", "-nodes", "-keyout", "weak.key", "-out", "weak.pem"]
                + ["-subj", "/CN=weak", "-days", "9"]
        )
        let weak = "\(authority.directory)/weak"
        #expect(
            self.problem(.init(certificate: "\(weak).pem", key: "\(weak).key")) == .init("\(weak).pem", .tooWeak)
        )
    }

    @Test func factsOfACertificate() throws {
        let authority = try Authority()
        let issued = try authority.issue("shop", ["DNS:Shop.test", "DNS:*.shop.test", "IP:10.0.0.1", "IP:::1"])
        let files = TLSCertificateFiles(certificate: issued.certificate, key: issued.key)
        let facts = try TLSCertificate(files).facts
        #expect(facts.subject == "CN=shop")
        #expect(facts.issuer == "CN=Test Root")
        #expect(facts.names == ["shop.test", "*.shop.test", "10.0.0.1", "::1"])
        // 2020-01-01 and 2099-01-01
        #expect(facts.notBefore == 1_577_836_800)
        #expect(facts.notAfter == 4_070_908_800)
        #expect(facts.fingerprint.count == 64)
    }

    // MARK: - SNI

    @Test func theNameChoosesTheCertificate() throws {
        let authority = try Authority()
        let context = try TLSContext.serving(
            try authority.issue("first", ["DNS:first.test"]),
            try authority.issue("second", ["DNS:second.test", "DNS:*.second.test"]),
            try authority.issue("exact", ["DNS:exact.second.test"])
        )
        let cases = [
            ("first.test", "first"), ("second.test", "second"), ("a.second.test", "second"),
            ("exact.second.test", "exact"), ("SECOND.test", "second"), ("a.b.second.test", "first"),
            ("other.test", "first"),
        ]
        for (name, certificate) in cases {
            let client = try TLSContext.trusting(authority) { $0.trust = .anybody }
            let pair = try TLSPair.shaken(client: client, server: context, name: name)
            let shown = pair.client.peerCertificate
            #expect(shown?.subject == "CN=\(certificate)", "for \(name)")
        }
    }

    @Test func ecdsaAndRSASideBySide() throws {
        let authority = try Authority()
        let context = try TLSContext.serving(
            try authority.issue("other", ["DNS:other.test"]),
            try authority.issue("ec", ["DNS:shop.test"]),
            try authority.issue("rsa", ["DNS:shop.test"], kind: "RSA")
        )
        for (kind, algorithms) in [("ec", "ECDSA+SHA256"), ("rsa", "RSA-PSS+SHA256")] {
            let client = try TLSContext.trusting(authority) { $0.signatures = algorithms }
            let pair = try TLSPair.shaken(client: client, server: context)
            #expect(pair.serverEnd == .finished)
            let shown = pair.client.peerCertificate
            #expect(shown?.subject == "CN=\(kind)")
        }
    }

    // MARK: - Clients' certificates

    @Test func aRequiredCertificateIsRequired() throws {
        let authority = try Authority()
        let issued = try authority.issue("shop", ["DNS:shop.test"])
        let server = try TLSContext.serving(issued) {
            $0.clientCertificates = .required(authorities: authority.root.certificate)
        }
        let without = try TLSPair.shaken(client: .trusting(authority), server: server)
        #expect(without.serverEnd == .failed(.certificateMissing))
        let own = try authority.issue("visitor", ["DNS:visitor.test"])
        let with = try TLSPair.shaken(
            client: .trusting(authority) { $0.certificate = .init(certificate: own.certificate, key: own.key) },
            server: server
        )
        #expect(with.serverEnd == .finished)
        let shown = with.server.peerCertificate
        #expect(shown?.subject == "CN=visitor")
        let stranger = try Authority()
        let foreign = try stranger.issue("visitor", ["DNS:visitor.test"])
        let rejected = try TLSPair.shaken(
            client: .trusting(authority) { $0.certificate = .init(certificate: foreign.certificate, key: foreign.key) },
            server: server
        )
        #expect(rejected.serverEnd == .failed(.untrustedIssuer))
    }

    /// Of a connection that ended well: OpenSSL takes nothing up of one that was cut.
    private func ticket(_ client: TLSContext, _ server: TLSContext) throws -> TLSResumption? {
        let pair = try TLSPair.shaken(client: client, server: server)
        pair.client.sayEnd()
        return pair.client.resumption
    }

    /// All listeners make tickets with the same keys.
    @Test func aTicketIsGoodOnlyWhereClientsAreVerifiedAlike() throws {
        let authority = try Authority()
        let issued = try authority.issue("shop", ["DNS:shop.test"])
        let tickets = TicketKeys()
        // A path that is longer than what OpenSSL takes to tell sessions apart.
        let directory = String(repeating: "a", count: 40)
        let trusted = try authority.write("\(directory).pem", try authority.text(authority.root.certificate))
        let optional = try TLSContext.serving(issued) {
            $0.tickets = tickets
            $0.clientCertificates = .optional(authorities: trusted)
        }
        let required = try TLSContext.serving(issued) {
            $0.tickets = tickets
            $0.clientCertificates = .required(authorities: trusted)
        }
        let client = try TLSContext.trusting(authority) { $0.maximum = .v12 }
        let ticket = try self.ticket(client, optional)
        let again = try TLSPair.shaken(client: client, server: optional, resuming: ticket)
        #expect(again.serverEnd == .finished && again.server.isResumed)
        let other = try TLSPair.shaken(client: client, server: required, resuming: ticket)
        #expect(other.serverEnd == .failed(.certificateMissing))
    }

    @Test func aTicketIsWorthNothingOnceOthersAreTrusted() throws {
        let (authority, successor) = (try Authority(), try Authority())
        let issued = try authority.issue("shop", ["DNS:shop.test"])
        let own = try authority.issue("visitor", ["DNS:visitor.test"])
        let tickets = TicketKeys()
        let trusted = try authority.write("trusted.pem", try authority.text(authority.root.certificate))
        let serving = {
            try TLSContext.serving(issued) {
                $0.tickets = tickets
                $0.clientCertificates = .required(authorities: trusted)
            }
        }
        let client = try TLSContext.trusting(authority) {
            $0.maximum = .v12
            $0.certificate = .init(certificate: own.certificate, key: own.key)
        }
        let ticket = try self.ticket(client, try serving())
        let unchanged = try TLSPair.shaken(client: client, server: try serving(), resuming: ticket)
        #expect(unchanged.serverEnd == .finished && unchanged.server.isResumed)
        _ = try authority.write("trusted.pem", try successor.text(successor.root.certificate))
        let changed = try TLSPair.shaken(client: client, server: try serving(), resuming: ticket)
        #expect(changed.serverEnd == .failed(.untrustedIssuer))
    }

    @Test func brokenAuthoritiesAreNotCalledAbsent() throws {
        let authority = try Authority()
        let text = try authority.text(authority.root.certificate)
        let cut = try authority.write("cut.pem", text + String(text.prefix(text.count / 2)))
        #expect(throws: TLSFileProblem(cut, .certificateBroken(number: 2, line: 1 + text.count { $0 == "\n" }))) {
            _ = try TLSContext.trusting(authority) { $0.trust = .authorities(file: cut) }
        }
    }

    @Test func anOptionalCertificateMayBeMissing() throws {
        let authority = try Authority()
        let issued = try authority.issue("shop", ["DNS:shop.test"])
        let server = try TLSContext.serving(issued) {
            $0.clientCertificates = .optional(authorities: authority.root.certificate)
        }
        let pair = try TLSPair.shaken(client: .trusting(authority), server: server)
        #expect(pair.serverEnd == .finished)
        let shown = pair.server.peerCertificate
        #expect(shown == nil)
    }
}
