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
        var headers: [Field]?
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

    /// Within the page or the browser: nothing goes over the network.
    var isInternal: Bool {
        let url = self.request?.url?.lowercased() ?? ""
        let isPage = ["data:", "blob:", "about:", "file:", "javascript:"].contains { url.hasPrefix($0) }
        return isPage || url.prefix { $0 != ":" }.hasSuffix("-extension")
    }

    /// The page's own origin, where the request went to another one and the answer is only the page's to read if that
    /// says so (Fetch §3.2).
    func foreignOrigin(to target: Target?) -> String? {
        let field = self.request?.headers?.first { $0.name.lowercased() == "origin" }
        guard let value = field?.value, let page = try? Target(value), let target else { return nil }
        let isSame = page.scheme == target.scheme && page.host == target.host && page.port == target.port
        return isSame ? nil : "\(page.scheme.rawValue)://\(page.authority)"
    }

    /// Milliseconds since 1970.
    var started: Int64? {
        guard let text = self.startedDateTime else { return nil }
        let plain = Date.ISO8601FormatStyle()
        let exact = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let date = (try? Date(text, strategy: exact)) ?? (try? Date(text, strategy: plain)) else { return nil }
        let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
        // Until the year 9999: whatever a file says, it can be counted with.
        return (0...253_402_300_799_000).contains(milliseconds) ? Int64(milliseconds) : nil
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
