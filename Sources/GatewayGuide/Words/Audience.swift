/// The people who meet a failure.
public enum Audience: String, CaseIterable, Codable, Hashable, Sendable {
    /// Whoever wanted the page.
    case visitor
    /// Whoever runs the gateway.
    case `operator`
    /// Whoever writes the application, or the client for faults of the request.
    case developer
    /// Whoever runs the machines or the network.
    case provider

    public var title: String {
        switch self {
        case .visitor: "Visitor"
        case .operator: "Operator"
        case .developer: "Developer"
        case .provider: "Hosting and network"
        }
    }
}

extension Words {
    /// What one audience should do.
    public func advice(for audience: Audience) -> String {
        switch audience {
        case .visitor: self.visitor
        case .operator: self.operations
        case .developer: self.developer
        case .provider: self.provider
        }
    }
}
