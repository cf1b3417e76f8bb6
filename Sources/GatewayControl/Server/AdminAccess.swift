internal import GatewayConfig
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore

/// Decides who may ask, bounds what is read, and gives every answer the fields it must have.
///
/// Not responsible for what is answered.
struct AdminAccess: RouterMiddleware {
    typealias Context = AdminContext

    private let token: [UInt8]?
    private let isUnixSocket: Bool

    /// More than any order needs, and what a client that sends some without need may send.
    static let mostContent = 64 << 10

    init(token: String?, isUnixSocket: Bool) {
        self.token = token.map { Array($0.utf8) }
        self.isUnixSocket = isUnixSocket
    }

    func handle(
        _ request: Request,
        context: AdminContext,
        next: (Request, AdminContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            let path = try self.admit(request)
            let request = try await self.readContent(request, context)
            response = try await next(request, context)
            if path == .fault { response.headers[.vary] = "accept" }
        } catch let problem as AdminProblem {
            response = problem.response
        }
        response.headers[.cacheControl] = "no-store"
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.contentSecurityPolicy] = Self.policy
        return response
    }

    /// A page of ours needs nothing but its own styles.
    private static let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"

    private func admit(_ request: Request) throws(AdminProblem) -> AdminPath {
        let path = AdminPath.matching(request.uri.path)
        // A load balancer that asks whether the process lives has no token, and learns nothing else.
        if path != .healthz { try self.authorize(request) }
        guard let path else { throw AdminProblem.noSuchPath(request.uri.path) }
        guard path.methods.contains(request.method) else { throw AdminProblem.wrongMethod(request.method, path) }
        return path
    }

    private func authorize(_ request: Request) throws(AdminProblem) {
        guard let token = self.token else { return try self.refuseStrangers(request) }
        let given = request.headers[.authorization].flatMap(Self.bearer) ?? []
        guard Secrets.areEqual(given, token) else { throw AdminProblem.unauthorized }
    }

    /// Without a token every page that the operator's browser shows could ask this address too.
    ///
    /// A page under another name reaches it by pointing that name here (DNS rebinding), so the name must be ours; and a
    /// form on another page may post here, which the browser then tells.
    private func refuseStrangers(_ request: Request) throws(AdminProblem) {
        guard !self.isUnixSocket else { return }
        let host = Self.host(of: request.head.authority ?? "")
        guard host == "localhost" || IPAddress(host) != nil else { throw AdminProblem.foreignHost(host) }
        guard request.method == .post, let site = request.headers[Self.fetchSite] else { return }
        guard site == "same-origin" || site == "none" else { throw AdminProblem.foreignPage }
    }

    /// The request with its content at hand.
    private func readContent(_ request: Request, _ context: AdminContext) async throws -> Request {
        do {
            var request = request
            _ = try await request.collectBody(upTo: Self.mostContent)
            return request
        } catch is NIOTooManyBytesError {
            // The rest is not worth reading: the answer gets a moment to arrive, then the connection ends.
            context.channel.eventLoop.scheduleTask(in: .seconds(1)) { context.channel.close(promise: nil) }
            throw AdminProblem.contentTooLarge(limit: Self.mostContent)
        }
    }

    private static let fetchSite = HTTPField.Name("sec-fetch-site") ?? .origin

    private static func bearer(_ value: String) -> [UInt8]? {
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return Array(parts[1].utf8)
    }

    private static func host(of authority: String) -> String {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            return String(authority[authority.index(after: authority.startIndex)..<end])
        }
        return authority.split(separator: ":", maxSplits: 1).first.map { $0.lowercased() } ?? ""
    }
}
