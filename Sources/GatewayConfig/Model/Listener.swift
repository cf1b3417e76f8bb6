/// One address on which the gateway serves clients.
public struct Listener: Hashable, Sendable {
    public var address: ListenAddress
    /// nil for plain text.
    public var tls: ListenerTLS?
    /// Every request is sent to https:// at this port; nil to serve it here.
    public var redirectPort: Int?
    /// nil: no peer's PROXY header is taken.
    public var proxyProtocol: ProxyProtocolPolicy?
    /// Permissions of a Unix socket's file; nil for what the process's umask leaves.
    public var fileMode: UInt16?
    public var origin: SettingOrigin

    public init(
        address: ListenAddress,
        tls: ListenerTLS? = nil,
        proxyProtocol: ProxyProtocolPolicy? = nil,
        fileMode: UInt16? = nil,
        origin: SettingOrigin = .builtIn
    ) {
        self.address = address
        self.tls = tls
        self.proxyProtocol = proxyProtocol
        self.fileMode = fileMode
        self.origin = origin
    }
}
