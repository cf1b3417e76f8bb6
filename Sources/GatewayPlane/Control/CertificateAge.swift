internal import GatewayReactor

/// How a certificate stands in time, in words for a warning.
struct CertificateAge {
    private let left: Int64
    private let wait: Int64
    private static let day: Int64 = 86_400
    /// Renewal by ACME begins 30 days before the end: what is later than that has not been renewed.
    private static let warning: Int64 = 30

    init(_ facts: CertificateFacts) { self.init(left: facts.secondsLeft, wait: facts.secondsToWait) }

    init(left: Int64, wait: Int64) {
        self.left = left
        self.wait = wait
    }

    /// What is to be said, and what to do; empty while all is well.
    var words: [(String, String?)] {
        let renew = "renew it, then reload"
        if self.wait > 0 {
            return [("is not valid for another \(Self.text(self.wait))", "is this machine's clock right?")]
        }
        if self.left <= 0 { return [("expired \(Self.text(-self.left)) ago: clients refuse it", renew)] }
        guard self.left <= Self.warning * Self.day else { return [] }
        return [("expires in \(Self.text(self.left))", renew)]
    }

    private static func text(_ seconds: Int64) -> String {
        let (days, hours) = (seconds / Self.day, seconds / 3600)
        if days >= 2 { return "\(days) days" }
        return hours == 1 ? "1 hour" : "\(hours) hours"
    }
}
