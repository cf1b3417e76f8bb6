extension Fault.Side {
    /// The stable name for logs, metrics and JSON.
    public var token: String {
        switch self {
        case .client: "client"
        case .gateway: "gateway"
        case .upstream: "upstream"
        }
    }

    public init?(token: String) {
        guard let side = Self.allCases.first(where: { $0.token == token }) else { return nil }
        self = side
    }
}

extension Fault.Phase {
    /// The stable name for logs, metrics and JSON.
    public var token: String {
        switch self {
        case .requestHead: "request_head"
        case .route: "route"
        case .resolve: "resolve"
        case .connect: "connect"
        case .handshake: "handshake"
        case .requestBody: "request_body"
        case .sendRequest: "send_request"
        case .responseHead: "response_head"
        case .responseBody: "response_body"
        case .sendResponse: "send_response"
        case .tunnel: "tunnel"
        }
    }

    public init?(token: String) {
        guard let phase = Self.allCases.first(where: { $0.token == token }) else { return nil }
        self = phase
    }
}
