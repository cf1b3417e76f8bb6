import GatewayBytes
import Testing

@testable import GatewayReactor

/// Each class of failure, from real certificates and real peers.
@Suite(.timeLimit(.minutes(1))) struct TLSFailureTests {
    private func clientFailure(
        _ authority: Authority,
        _ issued: Authority.Issued,
        name: String = "shop.test"
    ) throws -> TLSFailure? {
        let pair = try TLSPair.shaken(client: .trusting(authority), server: .serving(issued), name: name)
        guard case .failed(let failure) = pair.clientEnd else { return nil }
        return failure
    }

    @Test func aGoodCertificateIsNone() throws {
        let authority = try Authority()
        let issued = try authority.issue("shop", ["DNS:shop.test"])
        #expect(try self.clientFailure(authority, issued) == nil)
    }

    @Test func expired() throws {
        let authority = try Authority()
        let issued = try authority.issue("shop", ["DNS:shop.test"], to: "20210101000000Z")
        #expect(try self.clientFailure(authority, issued) == .certificateExpired)
    }

    @Test func notYetValid() throws {
        let authority = try Authority()
        let issued = try authority.issue("shop", ["DNS:shop.test"], from: "20980101000000Z")
        #expect(try self.clientFailure(authority, issued) == .certificateNotYetValid)
    }

    @Test(arguments: [
        ("other.test", "DNS:shop.test"), ("a.b.shop.test", "DNS:*.shop.test"), ("127.0.0.1", "DNS:shop.test"),
        ("shop.test", "IP:127.0.0.1"),
    ]) func wrongName(_ asked: String, _ held: String) throws {
        let authority = try Authority()
        let issued = try authority.issue("shop", [held])
        #expect(try self.clientFailure(authority, issued, name: asked) == .nameMismatch)
    }

    @Test(arguments: [("a.shop.test", "DNS:*.shop.test"), ("127.0.0.1", "IP:127.0.0.1")])
    func rightName(_ asked: String, _ held: String) throws {
        let authority = try Authority()
        let issued = try authority.issue("shop", [held])
        #expect(try self.clientFailure(authority, issued, name: asked) == nil)
    }

    @Test func untrusted() throws {
        let (trusted, other) = (try Authority(), try Authority())
        let issued = try other.issue("shop", ["DNS:shop.test"])
        #expect(try self.clientFailure(trusted, issued) == .untrustedIssuer)
    }

    @Test func selfSigned() throws {
        let authority = try Authority()
        let issued = try authority.selfSigned("shop", ["DNS:shop.test"])
        #expect(try self.clientFailure(authority, issued) == .selfSigned)
    }

    @Test func missingIntermediateAndWhatCuresIt() throws {
        let authority = try Authority()
        let middle = try authority.issue("middle", ["DNS:ca.test"], extensions: ["basicConstraints=critical,CA:true"])
        let issued = try authority.issue(
            "shop",
            ["DNS:shop.test"],
            issuer: middle,
            extensions: ["authorityInfoAccess=caIssuers;URI:http://ca.test/middle.der"]
        )
        #expect(try self.clientFailure(authority, issued) == .missingIntermediate)
        let both = try authority.text(issued.certificate) + authority.text(middle.certificate)
        let chained = Authority.Issued(certificate: try authority.write("both.pem", both), key: issued.key)
        #expect(try self.clientFailure(authority, chained) == nil)
    }

    @Test func theServerHearsOfItAsAnAlert() throws {
        let (trusted, other) = (try Authority(), try Authority())
        let issued = try other.issue("shop", ["DNS:shop.test"])
        let pair = try TLSPair.shaken(client: .trusting(trusted), server: .serving(issued))
        // unknown_ca
        #expect(pair.serverEnd == .failed(.alert(48)))
        #expect(pair.client.peerCertificate?.subject == "CN=shop")
        #expect(pair.client.peerCertificate?.issuer == "CN=Test Root")
    }

    @Test func noVersionInCommon() throws {
        let authority = try Authority()
        let issued = try authority.issue("shop", ["DNS:shop.test"])
        let pair = try TLSPair.shaken(
            client: .trusting(authority) { $0.maximum = .v12 },
            server: .serving(issued) { $0.minimum = .v13 }
        )
        #expect(pair.serverEnd == .failed(.nothingInCommon))
        // protocol_version
        #expect(pair.clientEnd == .failed(.alert(70)))
    }

    // MARK: - Peers that speak no TLS, or no more

    @Test func plainTextToAServer() throws {
        let authority = try Authority()
        let context = try TLSContext.serving(try authority.issue("shop", ["DNS:shop.test"]))
        var pair = try Loopback.pair()
        let isSecure = pair.server.secure(with: context)
        #expect(isSecure)
        try pair.client.send(Array("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n".utf8))
        #expect(try pair.server.finishHandshake() == .failed(.plainText))
    }

    @Test func plainTextToAClient() throws {
        let authority = try Authority()
        var pair = try Loopback.pair()
        let isSecure = pair.client.secure(with: try .trusting(authority), name: "shop.test")
        #expect(isSecure)
        _ = pair.client.handshake()
        try pair.server.send(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))
        #expect(try pair.client.finishHandshake() == .failed(.plainText))
    }

    @Test func closedInHandshake() throws {
        let authority = try Authority()
        var pair = try Loopback.pair()
        let isSecure = pair.client.secure(with: try .trusting(authority), name: "shop.test")
        #expect(isSecure)
        pair.server.shutdownWrite()
        #expect(try pair.client.finishHandshake() == .failed(.closedInHandshake))
    }

    @Test func aResetInHandshakeKeepsItsErrno() throws {
        let authority = try Authority()
        var pair = try Loopback.pair()
        let isSecure = pair.client.secure(with: try .trusting(authority), name: "shop.test")
        #expect(isSecure)
        pair.server.abortOnClose()
        pair.server.close()
        #expect(try pair.client.finishHandshake() == .failed(.broken(Errno.connectionReset)))
    }
}
