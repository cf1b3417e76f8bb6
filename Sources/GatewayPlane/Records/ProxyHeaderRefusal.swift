internal import GatewayWire

/// Why a proxy's connection was closed before it said whose it is.
public enum ProxyHeaderRefusal: String, CaseIterable, Hashable, Sendable {
    /// What came begins no PROXY header.
    case absent
    /// Of a version that the listener does not take.
    case version
    case malformed
    case tooLong = "too_long"
    case checksum
    /// The connection ended inside the header.
    case incomplete
    case timeout

    init(_ reason: ProxyHeaderError.Reason) {
        switch reason {
        case .absent: self = .absent
        case .versionRefused: self = .version
        case .tooLong: self = .tooLong
        case .checksumWrong: self = .checksum
        case .protocolUnknown, .addressMalformed, .portMalformed, .lineMalformed, .endsEarly, .fieldMalformed:
            self = .malformed
        }
    }
}
