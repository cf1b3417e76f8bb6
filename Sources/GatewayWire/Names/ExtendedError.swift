/// Why a resolver failed, in its own words (RFC 8914).
public struct ExtendedError: Hashable, Sendable {
    public var code: UInt16
    /// At most 120 printable ASCII characters of what the resolver added; other characters are `?`.
    public var text: String

    public init(code: UInt16, text: String = "") {
        self.code = code
        self.text = text
    }

    /// The registered meaning; nil for a code that has none yet.
    public var meaning: String? {
        guard Int(self.code) < Self.meanings.count else { return nil }
        return Self.meanings[Int(self.code)]
    }

    /// `EDE 22 (No Reachable Authority): at delegation example.com`, for people.
    public var description: String {
        let known = self.meaning.map { " (\($0))" } ?? ""
        return "EDE \(self.code)\(known)\(self.text.isEmpty ? "" : ": \(self.text)")"
    }

    /// In the order of their numbers, from IANA's registry.
    private static let meanings = [
        "Other Error", "Unsupported DNSKEY Algorithm", "Unsupported DS Digest Type", "Stale Answer", "Forged Answer",
        "DNSSEC Indeterminate", "DNSSEC Bogus", "Signature Expired", "Signature Not Yet Valid", "DNSKEY Missing",
        "RRSIGs Missing", "No Zone Key Bit Set", "NSEC Missing", "Cached Error", "Not Ready", "Blocked", "Censored",
        "Filtered", "Prohibited", "Stale NXDOMAIN Answer", "Not Authoritative", "Not Supported",
        "No Reachable Authority", "Network Error", "Invalid Data", "Signature Expired before Valid", "Too Early",
        "Unsupported NSEC3 Iterations Value", "Unable to conform to policy", "Synthesized",
    ]
}
