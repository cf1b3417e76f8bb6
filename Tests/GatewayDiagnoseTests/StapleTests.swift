import GatewayFaults
import GatewayReactor
import Testing

@testable import GatewayDiagnose

/// What a certificate's OCSP response means for a site that is well otherwise.
@Suite struct StapleTests {
    private static func verdict(_ staple: PeerStaple, must: Bool, status: UInt16 = 200) throws -> Verdict {
        var page = JudgeTests.answered(status)
        page.handshake = 2
        page.staple = staple
        page.certificates = [try Self.certificate(must: must)]
        return Verdict(try JudgeTests.seen([page]))
    }

    private static func certificate(must: Bool) throws -> CertificateFacts {
        CertificateFacts(subject: "CN=site.example", mustStaple: must)
    }

    @Test func aDemandThatIsNotMetIsAFault() throws {
        #expect(try Self.verdict(.none, must: true).causes.first?.cause == .stapleInvalid)
        #expect(try Self.verdict(.none, must: false).outcome == .healthy)
        #expect(try Self.verdict(.good, must: true).outcome == .healthy)
    }

    @Test(arguments: [PeerStaple.outOfDate, .unknown, .otherCertificate, .unverified, .malformed])
    func aResponseThatProvesNothingIsAFault(_ staple: PeerStaple) throws {
        let verdict = try Self.verdict(staple, must: false)
        #expect(verdict.causes.first?.cause == .stapleInvalid)
        #expect(verdict.outcome == .degraded)
        #expect(verdict.stage == .handshake)
    }

    @Test func aRevokedCertificateIsNamed() throws {
        #expect(try Self.verdict(.revoked, must: false).causes.first?.cause == .certificateRevoked)
    }

    @Test func aSiteThatFailsAnywayFailsForAReasonOfItsOwn() throws {
        let verdict = try Self.verdict(.none, must: true, status: 500)
        #expect(verdict.causes.first?.cause == .applicationError)
        #expect(verdict.notes.contains { $0.contains("must-staple") })
    }
}
