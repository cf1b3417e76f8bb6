internal import Foundation
internal import GatewayReactor

/// One request of a browser's recording (HAR 1.2), as far as a diagnosis needs it; whatever is missing is empty.
public struct RecordedEntry: Decodable, Sendable {
    struct Field: Decodable, Sendable {
        var name: String
        var value: String
    }

    struct Content: Decodable, Sendable {
        var size: Int?
        var text: String?
        var encoding: String?
    }

    struct Request: Decodable, Sendable {
        var method: String?
        var url: String?
    }

    struct Response: Decodable, Sendable {
        var status: Int?
        var headers: [Field]?
        var content: Content?
        /// Chromium's name of the error.
        var _error: String?
    }

    struct Timings: Decodable, Sendable {
        var wait: Double?
    }

    var startedDateTime: String?
    var time: Double?
    var request: Request?
    var response: Response?
    var timings: Timings?
    var serverIPAddress: String?

    static func decode(_ bytes: [UInt8]) -> RecordedEntry? {
        try? JSONDecoder().decode(RecordedEntry.self, from: Data(bytes))
    }

    /// The response as a visit would have recorded it; nil where there was none.
    var visit: Visit? {
        guard let status = self.response?.status, (100...999).contains(status) else { return nil }
        let literal = self.serverIPAddress.map { $0.filter { $0 != "[" && $0 != "]" } }
        let unknown = SocketAddress(family: .v4, high: 0, low: 0, port: 0)
        var visit = Visit(.page, literal.flatMap { SocketAddress(literal: $0, port: 0) } ?? unknown)
        visit.connect = 0
        var response = VisitResponse(status: UInt16(status))
        response.fields = (self.response?.headers ?? []).prefix(256).map { .init($0.name, $0.value) }
        // Recordings hold content decoded.
        response.fields.removeAll { $0.name.lowercased() == "content-encoding" }
        let text = self.response?.content?.text ?? ""
        let isCoded = self.response?.content?.encoding == "base64"
        response.content = isCoded ? Array(Data(base64Encoded: text) ?? Data()) : Array(text.utf8)
        response.contentBytes = UInt64(max(0, self.response?.content?.size ?? response.content.count))
        response.isComplete = true
        var exchange = Visit.Exchange()
        exchange.response = response
        exchange.firstByte = self.timings?.wait.flatMap { $0 >= 0 ? $0 : nil }
        exchange.total = self.time
        visit.exchanges = [exchange]
        return visit
    }
}
