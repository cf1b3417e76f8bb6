import Foundation
import GatewayGuide
import GatewayLab

extension AdminClient {
    /// Sends an order; the answer may be a refusal.
    func post(_ path: String, json body: String) async throws -> DrillResponse {
        var lines = [
            "POST \(path) HTTP/1.1", "Host: localhost", "Accept: application/json", "Connection: close",
            "Content-Type: application/json", "Content-Length: \(body.utf8.count)",
        ]
        if let token = self.token { lines.append("Authorization: Bearer \(token)") }
        return try await self.send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }

    /// What a refusal says (RFC 9457), in one sentence.
    static func detail(of response: DrillResponse) -> String {
        struct Problem: Decodable { let detail: String }
        let problem = try? JSONDecoder().decode(Problem.self, from: Data(response.content))
        return problem?.detail ?? "the gateway answered with status \(response.status)"
    }
}
