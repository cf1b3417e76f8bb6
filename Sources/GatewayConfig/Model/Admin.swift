/// The address of the admin API and the token that it asks for.
public struct Admin: Hashable, Sendable {
    public var address: ListenAddress
    /// A secret: never printed, logged or part of a description.
    public var token: String?
    public var origin: SettingOrigin

    public init(address: ListenAddress, token: String? = nil, origin: SettingOrigin = .builtIn) {
        self.address = address
        self.token = token
        self.origin = origin
    }
}

extension Admin: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "\(self.address)\(self.token == nil ? "" : " (token)")" }
    public var debugDescription: String { self.description }
    // Without this `dump` and string interpolation of an enclosing value would show the token.
    public var customMirror: Mirror { Mirror(self, children: ["address": self.address]) }
}
