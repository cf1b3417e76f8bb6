/// When to say again that a certificate ends: 30, 14 and 3 days before, and when it has.
///
/// Each once for each certificate, however often it is asked; a renewed one is another certificate.
public struct ExpiryReminders {
    private static let day: Int64 = 86_400
    /// How many of 30, 14 and 3 days and the end are behind it, by fingerprint.
    private var passed: [String: Int] = [:]

    /// - Parameter now: seconds since 1970; what is due now was said when the configuration was read.
    public init(_ certificates: [PlaneReport.Certificate], now: Int64) { _ = self.due(certificates, now: now) }

    /// What there is to say now.
    public mutating func due(_ certificates: [PlaneReport.Certificate], now: Int64) -> [String] {
        var words: [String] = []
        var passed: [String: Int] = [:]
        for certificate in certificates {
            let left = certificate.notAfter - now
            let stage = [30, 14, 3, 0].count { left <= $0 * Self.day }
            if passed[certificate.fingerprint] == nil, stage > self.passed[certificate.fingerprint, default: 0],
                let (text, fix) = CertificateAge(left: left, wait: 0).words.first
            {
                words.append("certificate \(certificate.subject) \(text); \(fix ?? "")")
            }
            passed[certificate.fingerprint] = stage
        }
        self.passed = passed
        return words
    }
}
