/// Versions of TLS that are spoken.
public enum TLSVersion: String, CaseIterable, Hashable, Sendable {
    case v12 = "1.2"
    case v13 = "1.3"
}

extension TLSVersion {
    /// How others write them.
    static let foreign = ["tls1.2": "1.2", "tlsv1.2": "1.2", "tls1.3": "1.3", "tlsv1.3": "1.3"]
}
