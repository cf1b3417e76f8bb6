public import GatewayFaults

extension AdaptiveLimit.Distress {
    /// The sign of overload that a fault of an attempt is, or nil where it says nothing about load.
    public init?(_ fault: Fault) {
        guard fault.side == .upstream else { return nil }
        switch fault.detail {
        case .connectRefused, .connectTimeout, .backlogFull, .handshakeTimeout:
            self = .connecting
        case .responseHeadTimeout:
            self = .responseHeadTimeout
        // Malformed messages, names, certificates and resets of a used connection have other causes.
        // Default: a detail is no overload until somebody says so.
        default:
            return nil
        }
    }
}
