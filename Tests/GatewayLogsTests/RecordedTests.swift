import Foundation
import GatewayFaults
import Testing

@testable import GatewayLogs

/// Logs that real proxies wrote in front of the lab's peers, with the scenario as truth (Recorded/record.py makes them).
struct RecordedTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Recorded")

    /// The fault of each scenario, by its path.
    private static let truth: [String: String] = {
        let text = (try? String(contentsOf: Self.folder.appending(path: "truth.txt"), encoding: .utf8)) ?? ""
        return Dictionary(
            uniqueKeysWithValues: text.split(separator: "\n").map { line in
                let words = line.split(separator: " ").map(String.init)
                return (words[0], words[1])
            }
        )
    }()

    /// As Recorded/record.py gives it to varnishncsa.
    private static let varnishFormat = LineTemplate(
        #"%h %l %u %t "%r" %s %b %D "%{VSL:FetchError}x" "%{VSL:Error}x""#
    )

    /// What a proxy cannot see, or calls by another name: the type it gives instead.
    private static let otherwise: [String: [String: Set<String>]] = [
        "nginx": [
            // To nginx, whatever is not HTTP looks the same.
            "/tls-on-plain": ["http_protocol_error"],
            // A timer of nginx does not tell whether half a head has come.
            "/slow-head": ["http_response_timeout"],
            "/huge-field": ["http_response_header_section_size"],
            // Two lengths: nginx 1.22 believes the first, and then finds too little.
            "/two-lengths": ["http_response_incomplete"],
            "/slow-reader": ["http_response_timeout"],
        ],
        "haproxy": [
            "/unroutable": ["connection_refused"],
            "/tls-on-plain": ["http_protocol_error"],
            "/slow-head": ["http_response_timeout"],
            // PH is every response that is refused.
            "/huge-head": ["http_protocol_error"], "/huge-field": ["http_protocol_error"],
            "/many-fields": ["http_protocol_error"], "/unknown-coding": ["http_protocol_error"],
            "/coding-not-final": ["http_protocol_error"], "/upgrade-mismatched": ["http_protocol_error"],
            // SD is everything that goes wrong in the content.
            "/bad-chunk-size": ["http_response_incomplete"], "/bad-chunk-end": ["http_response_incomplete"],
            "/bad-trailer": ["http_response_incomplete"], "/huge-trailers": ["http_response_incomplete"],
            "/huge-trailer-field": ["http_response_incomplete"],
            "/slow-reader": ["http_response_timeout"],
        ],
        "httpd": [
            "/tls-on-plain": ["http_protocol_error"],
            "/slow-reader": ["http_response_timeout"],
            "/upgrade-mismatched": ["http_protocol_error"],
            // Each field of the huge head is over Apache's limit for one field.
            "/huge-head": ["http_response_header_size"],
            // Apache answers 502 and writes nothing, so its log looks as if the status were the origin's.
            "/bad-length": ["origin_status"],
        ],
        "envoy": [
            // The route's timer was as short as the one for connecting.
            "/connect-timeout": ["http_response_timeout"], "/slow-head": ["http_response_timeout"],
            "/slow-reader": ["http_response_timeout"],
            "/unroutable": ["connection_refused"],
            // UPE is every response that is not valid, and UF every failure to connect; the default format has no details.
            "/tls-on-plain": ["http_protocol_error"], "/close-inside-head": ["http_protocol_error"],
            "/reset-inside-head": ["http_protocol_error"], "/unknown-coding": ["http_protocol_error"],
            "/coding-not-final": ["http_protocol_error"], "/huge-head": ["http_protocol_error"],
            "/huge-field": ["http_protocol_error"], "/many-fields": ["http_protocol_error"],
            "/bad-chunk-size": ["http_response_incomplete"], "/bad-trailer": ["http_response_incomplete"],
            "/huge-trailers": ["http_response_incomplete"], "/huge-trailer-field": ["http_response_incomplete"],
        ],
        "varnish": [
            // "HTC eof" is every connection that ended before a response head.
            "/tls-on-plain": ["connection_terminated"], "/other-protocol": ["connection_terminated"],
            "/http09": ["connection_terminated"],
            // "Body cannot be fetched" is every head that does not say how long the content is.
            "/unknown-coding": ["http_protocol_error"], "/coding-not-final": ["http_protocol_error"],
            "/upgrade-mismatched": ["http_protocol_error"],
            // Trailers are nothing that Varnish reads.
            "/bad-trailer": ["http_response_transfer_coding"], "/huge-trailers": ["http_response_transfer_coding"],
            "/huge-trailer-field": ["http_response_transfer_coding"],
            // "overflow" is the head as well as one field of it.
            "/huge-field": ["http_response_header_section_size"],
            "/slow-reader": ["http_response_timeout"],
        ],
        "caddy": [
            "/slow-reader": ["http_response_timeout"],
            "/huge-trailer-field": ["http_response_trailer_section_size"],
            // Go's transport waits for the header as a whole.
            "/slow-head": ["http_response_timeout"],
            "/coding-not-final": ["http_response_transfer_coding", "http_protocol_error"],
        ],
    ]

    @Test(arguments: ["nginx", "haproxy", "httpd", "envoy", "caddy", "varnish"])
    func everyFailureIsMappedToTheFaultOfItsScenario(proxy: String) async throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter { $0.hasPrefix(proxy) }
        try #require(!files.isEmpty)
        var request = LogRequest(paths: files.map { Self.folder.appending(path: $0).path })
        request.year = 2026
        if proxy == "varnish" {
            request.template = Self.varnishFormat
            request.format = .template
        }
        let reading = await LogReading.run(request)
        let findings = Findings(reading)
        var checked = 0
        for record in findings.records where record.verdict != .clientLeft {
            // A message without a request is about the same exchange, or cannot be told by its path.
            guard let path = reading.tally.names[record.target], let truth = Self.truth[path], truth != "-" else {
                continue
            }
            let kind = try #require(Fault.Detail(token: truth)).kind.token
            let expected = Self.otherwise[proxy]?[path] ?? [kind]
            let told = record.cause.detail?.kind.token ?? record.verdict.token
            #expect(expected.contains(told), "\(proxy) \(path)")
            checked += 1
        }
        #expect(checked >= 20)
    }
}
