/// How much the `Proxy-Status` field (RFC 9209) tells clients.
public enum ProxyStatusPolicy: String, CaseIterable, Hashable, Sendable {
    case off
    /// On answers that the gateway makes itself, without internal names.
    case errorOnly = "errors"
    /// On every answer, with next hop and details.
    case full
}
