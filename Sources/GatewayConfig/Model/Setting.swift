/// A value together with who set it.
public struct Setting<Value: Hashable & Sendable>: Hashable, Sendable {
    public let value: Value
    public let origin: SettingOrigin

    public init(_ value: Value, origin: SettingOrigin = .builtIn) {
        self.value = value
        self.origin = origin
    }
}

extension Setting: CustomStringConvertible where Value: CustomStringConvertible {
    public var description: String { "\(self.value) (\(self.origin))" }
}
