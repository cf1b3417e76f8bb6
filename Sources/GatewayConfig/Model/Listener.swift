/// One address on which the gateway serves clients.
public struct Listener: Hashable, Sendable {
    public var address: ListenAddress
    public var origin: SettingOrigin

    public init(address: ListenAddress, origin: SettingOrigin = .builtIn) {
        self.address = address
        self.origin = origin
    }
}
