/// One address on which the gateway serves clients.
public struct Listener: Hashable, Sendable {
    public var address: ListenAddress
    /// nil for plain text.
    public var tls: ListenerTLS?
    /// Every request is sent to https:// at this port; nil to serve it here.
    public var redirectPort: Int?
    public var origin: SettingOrigin

    public init(address: ListenAddress, tls: ListenerTLS? = nil, origin: SettingOrigin = .builtIn) {
        self.address = address
        self.tls = tls
        self.origin = origin
    }
}
