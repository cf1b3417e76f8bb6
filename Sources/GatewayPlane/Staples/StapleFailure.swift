internal import GatewayReactor

/// Why there is no new OCSP response, in words.
enum StapleFailure: Error, Equatable {
    case problem(StapleProblem)
    case name(Int32)
    case connection(Int32)
    case timeout
    /// Not HTTP, or more of it than any response has.
    case noResponse
    case status(UInt16)

    var words: String {
        switch self {
        case .problem(let problem): Self.words(problem)
        case .name: "the responder's name has no address"
        case .connection(let errno): "the responder cannot be reached (\(Errno.name(errno)))"
        case .timeout: "the responder did not answer in time"
        case .noResponse: "the responder did not answer with HTTP and an OCSP response"
        case .status(let status): "the responder answered \(status)"
        }
    }

    static func words(_ problem: StapleProblem) -> String {
        switch problem {
        case .noIssuer: "the file with the certificate does not hold its issuer's after it"
        case .noResponder: "the certificate names no OCSP responder; remove `ocsp-fetch`"
        case .malformed: "the answer is no OCSP response"
        case .refused(let status): "the responder refused (status \(status))"
        case .unverified: "the response is not signed by the certificate's issuer"
        case .otherCertificate: "the response is about another certificate"
        case .revoked: "the certificate is revoked: clients will refuse it; get another"
        case .unknown: "the responder does not know the certificate"
        case .outOfDate: "the response is out of date; is this machine's clock right?"
        }
    }
}
