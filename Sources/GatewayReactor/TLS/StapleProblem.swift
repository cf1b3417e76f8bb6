/// Why an OCSP response is not shown to clients.
public enum StapleProblem: Error, Sendable, Hashable {
    /// The certificate's file does not hold its issuer's, which the question and the answer's signature need.
    case noIssuer
    /// The certificate names no responder that speaks plain HTTP.
    case noResponder
    case malformed
    /// The responder refuses (RFC 6960 §4.2.1): its status.
    case refused(Int32)
    /// Neither the issuer nor one that it commissioned signed the response.
    case unverified
    /// It tells of other certificates.
    case otherCertificate
    case revoked
    /// The responder does not know the certificate.
    case unknown
    /// Its time is over or has not come.
    case outOfDate
}
