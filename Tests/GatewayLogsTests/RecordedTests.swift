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

    private static let proxies = ["nginx", "haproxy", "httpd", "envoy", "caddy", "varnish"]

    /// How many failures of one proxy were told as what.
    private struct Mapping {
        var fault = 0
        var type = 0
        /// What the proxy can see of it, where that is less (`otherwise`).
        var seen = 0
        var wrong: [String] = []

        var all: Int { self.fault + self.type + self.seen + self.wrong.count }
        var right: Int { self.all - self.wrong.count }
    }

    private static func mapping(of proxy: String) async throws -> Mapping {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter { $0.hasPrefix(proxy) }
        try #require(!files.isEmpty)
        var request = LogRequest(paths: files.map { Self.folder.appending(path: $0).path })
        request.year = 2026
        if proxy == "varnish" {
            request.template = Self.varnishFormat
            request.format = .template
        }
        let reading = await LogReading.run(request)
        var mapping = Mapping()
        for record in Findings(reading).records where record.verdict != .clientLeft {
            // A message without a request is about the same exchange, or cannot be told by its path.
            guard let path = reading.tally.names[record.target], let truth = Self.truth[path], truth != "-" else {
                continue
            }
            let expected = try #require(Fault.Detail(token: truth))
            let told = record.cause.detail?.kind.token ?? record.verdict.token
            if record.cause.detail == expected {
                mapping.fault += 1
            } else if told == expected.kind.token {
                mapping.type += 1
            } else if Self.otherwise[proxy]?[path]?.contains(told) == true {
                mapping.seen += 1
            } else {
                mapping.wrong.append("\(proxy) \(path): \(told)")
            }
        }
        return mapping
    }

    @Test(arguments: RecordedTests.proxies)
    func everyFailureIsMappedToTheFaultOfItsScenario(proxy: String) async throws {
        let mapping = try await Self.mapping(of: proxy)
        #expect(mapping.wrong.isEmpty)
        #expect(mapping.all >= 20)
    }

    /// The table in Recorded/README.md is made here, with GOODGATE_WRITE_DOCS=1.
    @Test
    func theTableOfWhatWasMappedIsOfToday() async throws {
        var text = """
            # What was made of recorded failures

            Lines that real proxies wrote in front of the lab's scenarios (record.py), and how many of the failures \
            `goodgate logs` tells as what. The scenario is the truth. A proxy that sees less of a failure than there is \
            (HAProxy's `PH` is every response that is refused) cannot be told more of; each such case is listed in \
            RecordedTests.swift under the scenario's path. Written by the tests.

            | proxy | failures | the very fault | its RFC 9209 type | what the proxy can see of it | wrong | right |
            |---|---:|---:|---:|---:|---:|---:|

            """
        for proxy in Self.proxies {
            let mapping = try await Self.mapping(of: proxy)
            let share = String(format: "%.1f %%", 100 * Double(mapping.right) / Double(max(1, mapping.all)))
            text += "| \(proxy) | \(mapping.all) | \(mapping.fault) | \(mapping.type) | \(mapping.seen) "
            text += "| \(mapping.wrong.count) | \(share) |\n"
            #expect(mapping.right * 100 >= mapping.all * 99)
        }
        let file = Self.folder.appending(path: "README.md")
        if ProcessInfo.processInfo.environment["GOODGATE_WRITE_DOCS"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }
}
