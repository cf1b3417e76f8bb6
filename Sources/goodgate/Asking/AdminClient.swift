import Foundation
import GatewayGuide
import GatewayLab

/// Asks the admin API of a running gateway.
struct AdminClient: Sendable {
    let address: LabAddress
    let token: String?

    /// - Parameter text: `127.0.0.1:8081`, `[::1]:8081`, `:8081`, `http://127.0.0.1:8081` or `unix:/path`.
    init(_ text: String, token: String?) throws {
        self.address = try Self.address(text)
        let isSafe = token?.utf8.allSatisfy { (0x21...0x7E).contains($0) } ?? true
        guard isSafe else {
            throw Failure(
                .usage,
                "the token holds a space, a line end or a character beyond ASCII",
                fix: "check its file"
            )
        }
        self.token = token
    }

    func get(_ path: String, accept: String = "application/json") async throws -> DrillResponse {
        var lines = ["GET \(path) HTTP/1.1", "Host: localhost", "Accept: \(accept)", "Connection: close"]
        if let token = self.token { lines.append("Authorization: Bearer \(token)") }
        return try await self.send(lines.joined(separator: "\r\n") + "\r\n\r\n")
    }

    func send(_ text: String) async throws -> DrillResponse {
        var request = DrillRequest(text)
        request.byteLimit = 16 << 20
        let exchange = await DrillClient.send(request, to: self.address)
        guard let response = exchange.response, response.isComplete else {
            throw Failure(
                .unavailable,
                "no gateway answers at \(self.address)",
                fix: "start one with `goodgate serve`, or name its admin address with `--admin ADDR`"
            )
        }
        guard response.status != 401 else {
            throw Failure(
                .unavailable,
                "the gateway at \(self.address) asks for a token",
                fix: "give it with `--token-file FILE`"
            )
        }
        return response
    }

    private static func address(_ text: String) throws -> LabAddress {
        if text.hasPrefix("unix:") { return .unix(path: String(text.dropFirst(5))) }
        let bare = text.hasPrefix("http://") ? String(text.dropFirst(7)) : text
        let parts = bare.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let authority = parts.first, let colon = authority.lastIndex(of: ":"),
            let port = UInt16(authority[authority.index(after: colon)...]), port > 0
        else {
            throw Failure(
                .usage,
                "`\(text)` is no address",
                fix: "write one such as 127.0.0.1:8081 or unix:/run/gate.sock"
            )
        }
        let host = authority[..<colon].trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        return .tcp(host: host.isEmpty ? "127.0.0.1" : host, port: Int(port))
    }
}
