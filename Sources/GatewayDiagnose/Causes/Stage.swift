/// The steps of the walk, in their order.
public enum Stage: Int, CaseIterable, Codable, Hashable, Sendable {
    case here = 0
    case resolve
    case connect
    case handshake
    case exchange
    case pattern

    public var token: String {
        switch self {
        case .here: "here"
        case .resolve: "resolve"
        case .connect: "connect"
        case .handshake: "handshake"
        case .exchange: "exchange"
        case .pattern: "pattern"
        }
    }
}
