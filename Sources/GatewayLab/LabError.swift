/// Why a lab could not be started.
public enum LabError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The host is not a loopback address and `LabOptions.allowsAnyAddress` is off.
    case notLoopback(String)
    /// No scenario has that name.
    case unknownScenario(String)
    /// The scenario cannot be met on a port that HTTP is spoken on.
    case notScripted(String)
    /// OpenSSL does not make a certificate that a peer needs.
    case certificateRefused(String)

    public var description: String {
        switch self {
        case .notLoopback(let host):
            "The lab's peers misbehave on purpose, so it listens on loopback only, not on \(host). "
                + "Use 127.0.0.1, ::1 or localhost."
        case .unknownScenario(let name):
            "There is no scenario \"\(name)\". `goodgate lab --list` shows all of them."
        case .notScripted(let name):
            "The scenario \"\(name)\" happens before HTTP is spoken and cannot take the main port. "
                + "Use the address the lab prints for it."
        case .certificateRefused(let name):
            "OpenSSL does not make the certificate of \(name)."
        }
    }
}
