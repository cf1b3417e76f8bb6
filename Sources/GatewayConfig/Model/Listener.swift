/// One address on which the gateway serves clients.
public struct Listener: Hashable, Sendable {
    public var address: ListenAddress
    /// nil: no peer's PROXY header is taken.
    public var proxyProtocol: ProxyProtocolPolicy?
    /// Permissions of a Unix socket's file; nil for what the process's umask leaves.
    public var fileMode: UInt16?
    public var origin: SettingOrigin

    public init(
        address: ListenAddress,
        proxyProtocol: ProxyProtocolPolicy? = nil,
        fileMode: UInt16? = nil,
        origin: SettingOrigin = .builtIn
    ) {
        self.address = address
        self.proxyProtocol = proxyProtocol
        self.fileMode = fileMode
        self.origin = origin
    }
}
