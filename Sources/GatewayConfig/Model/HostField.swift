/// What the upstream finds in its `Host` field.
public enum HostField: Hashable, Sendable {
    /// What the client sent.
    case pass
    /// Host and port of the chosen endpoint.
    case replaceWithEndpoint
    case value(String)
}

extension HostField: CustomStringConvertible {
    public var description: String {
        switch self {
        case .pass: "pass"
        case .replaceWithEndpoint: "endpoint"
        case .value(let text): text
        }
    }
}
