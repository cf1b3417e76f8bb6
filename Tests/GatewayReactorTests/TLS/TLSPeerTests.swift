import Testing

@testable import GatewayReactor

/// What a client learns of a server's side of the handshake.
@Suite(.timeLimit(.minutes(1))) struct TLSPeerTests {
    @Test func theChainBeginsWithTheServersOwnCertificate() throws {
        let authority = try Authority()
        let issued = try authority.issue("shop", ["DNS:shop.test"])
        let pair = try TLSPair.shaken(client: .trusting(authority), server: .serving(issued))
        let (shown, own, ofClient) = (pair.client.peerChain, pair.client.peerCertificate, pair.server.peerChain)
        #expect(shown.first == own)
        #expect(shown.first?.names == ["shop.test"])
        #expect(ofClient.isEmpty)
    }

    @Test func aRequestForACertificateIsSeenEvenWhereNoneIsNeeded() throws {
        let authority = try Authority()
        let issued = try authority.issue("shop", ["DNS:shop.test"])
        let plain = try TLSPair.shaken(client: .trusting(authority), server: .serving(issued))
        let isAsked = plain.client.isAskedForCertificate
        #expect(!isAsked)
        let asking = try TLSContext.serving(issued) {
            $0.clientCertificates = .optional(authorities: authority.root.certificate)
        }
        let asked = try TLSPair.shaken(client: .trusting(authority), server: asking)
        let (end, isAskedHere) = (asked.clientEnd, asked.client.isAskedForCertificate)
        #expect(end == .finished)
        #expect(isAskedHere)
    }
}
