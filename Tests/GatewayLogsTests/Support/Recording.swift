import Foundation
import Testing

@testable import GatewayLogs

/// Logs that one real proxy wrote in front of the lab's peers, with one setting of its logs.
struct Recording: Sendable, CustomTestStringConvertible {
    /// As the table in Recorded/README.md calls it.
    let title: String
    let files: [String]
    /// The file with the format that the proxy was given, where the reader has to be given it too.
    var format: String?

    var testDescription: String { self.title }

    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Recorded")

    static let all: [Recording] = [
        Recording(title: "nginx", files: ["nginx.access.txt", "nginx.error.txt"]),
        Recording(
            title: "nginx, as advised",
            files: ["nginx-telling.access.txt", "nginx.error.txt"],
            format: "nginx-telling.format.txt"
        ),
        Recording(title: "HAProxy", files: ["haproxy.txt"]),
        Recording(title: "HAProxy, as advised", files: ["haproxy-telling.txt"]),
        Recording(title: "Apache", files: ["httpd.access.txt", "httpd.error.txt"]),
        Recording(
            title: "Apache, as advised",
            files: ["httpd-telling.access.txt", "httpd-telling.error.txt"],
            format: "httpd-telling.format.txt"
        ),
        Recording(title: "Envoy", files: ["envoy.txt"]),
        Recording(title: "Envoy, as advised (text)", files: ["envoy-telling.txt"]),
        Recording(title: "Envoy, as advised (JSON)", files: ["envoy-json.txt"]),
        Recording(title: "Caddy", files: ["caddy.txt"]),
        Recording(
            title: "Varnish, as advised",
            files: ["varnish-telling.txt"],
            format: "varnish-telling.format.txt"
        ),
    ]

    /// What varnishncsa writes without a format: no line says why a fetch failed.
    static let varnishByItself = Recording(title: "Varnish", files: ["varnish.txt"])

    static func text(of file: String) throws -> String {
        try String(contentsOf: Self.folder.appending(path: file), encoding: .utf8)
    }

    func read() async throws -> LogReading {
        var request = LogRequest(paths: self.files.map { Self.folder.appending(path: $0).path })
        request.year = 2026
        if let format = self.format {
            request.template = LineTemplate(try Self.text(of: format).trimmingCharacters(in: .newlines))
        }
        return await LogReading.run(request)
    }
}
