/// How much `Proxy-Status` may tell the other side (RFC 9209 §4: it reveals topology and software).
public enum ProxyStatusDetail: UInt8, CaseIterable, Hashable, Sendable {
    /// No member of ours.
    case off
    /// Name, error type and its standard numbers.
    case errorOnly
    /// Also the next hop and details; for listeners that only trusted people reach.
    case full

    /// The value in a configuration file.
    public var token: String {
        switch self {
        case .off: "off"
        case .errorOnly: "error-only"
        case .full: "full"
        }
    }
}

extension ProxyStatusMember {
    /// What of the member may be sent under a policy; nil for nothing.
    public func redacted(for policy: ProxyStatusDetail) -> ProxyStatusMember? {
        switch policy {
        case .off:
            return nil
        case .errorOnly:
            var member = self
            member.nextHop = nil
            member.details = nil
            member.others = []
            return member
        case .full:
            return self
        }
    }
}
