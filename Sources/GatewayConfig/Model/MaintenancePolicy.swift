/// A route that is closed on purpose: 503 with its own words, except for who may pass.
public struct MaintenancePolicy: Hashable, Sendable {
    public var isOn: Bool
    public var retryAfter: Milliseconds
    /// Shown on the page instead of our words; nil for ours.
    public var message: String?
    /// Clients that pass.
    public var allow: [AddressRange]
    /// `name=value` of a cookie that passes; nil for none.
    public var cookie: String?
    public var origin: SettingOrigin

    public init(
        isOn: Bool = false,
        retryAfter: Milliseconds = .seconds(300),
        message: String? = nil,
        allow: [AddressRange] = [],
        cookie: String? = nil,
        origin: SettingOrigin = .builtIn
    ) {
        self.isOn = isOn
        self.retryAfter = retryAfter
        self.message = message
        self.allow = allow
        self.cookie = cookie
        self.origin = origin
    }
}

extension MaintenancePolicy: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { self.isOn ? "on" : "off" }
    public var debugDescription: String { self.description }
    // Without this `dump` and string interpolation of an enclosing value would show the cookie, which lets in.
    public var customMirror: Mirror {
        Mirror(self, children: ["isOn": self.isOn, "retryAfter": self.retryAfter, "allow": self.allow])
    }
}
