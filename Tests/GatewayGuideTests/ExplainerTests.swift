import Foundation
import GatewayFaults
import Testing

@testable import GatewayGuide

struct ExplainerTests {
    @Test
    func everyRowOfTheTablesIsRead() {
        let rows = ForeignProduct.allCases.map { $0.table.split(separator: "\n").count }.reduce(0, +)
        #expect(ForeignNames.all.count == rows)
        #expect(rows > 600)
    }

    @Test(arguments: ForeignNames.all)
    func everyNameIsFoundByItself(row: ForeignName) throws {
        for pattern in row.patterns {
            let asked = pattern.name.replacingOccurrences(of: "…", with: "something 7")
            let explanation = try #require(Explainer.explain(token: asked), "\(asked)")
            #expect(
                explanation.entries.contains { $0.source == row.product.title && $0.meaning.hasPrefix(row.meaning) },
                "\(asked): \(explanation.entries.map(\.name))"
            )
        }
        #expect(row.meaning.hasSuffix("."), "\(row.name)")
    }

    @Test
    func noProductHasTwoRowsOfOneName() {
        for product in ForeignProduct.allCases {
            let names = ForeignNames.all.filter { $0.product == product }.flatMap { $0.patterns.map(\.name) }
            let twice = Dictionary(grouping: names, by: { $0 }).filter { $0.value.count > 1 }.keys
            #expect(twice.isEmpty, "\(product): \(twice)")
        }
    }

    @Test(arguments: [
        ("connection_refused", "RFC 9209 §2.3.7", "connect_refused"),
        ("connect_refused", "Good Gateway", "connect_refused"),
        ("Connect-Refused", "Good Gateway", "connect_refused"),
        ("\"upstream prematurely closed connection\"", "nginx", "closed_before_head"),
        ("upstream prematurely closed connection while reading upstream", "nginx", "length_truncated"),
        ("no live upstreams", "nginx", "no_endpoint_available"),
        ("SH--", "HAProxy", "closed_before_head"), ("SH", "HAProxy", "closed_before_head"),
        ("sH--", "HAProxy", "response_head_timeout"), ("SHVN", "HAProxy", "closed_before_head"),
        ("sC", "HAProxy", "connect_timeout"), ("SC", "HAProxy", "connect_refused"),
        ("UF", "Envoy", "connect_refused"), ("uf", "Envoy", "connect_refused"),
        ("UpstreamOverflow", "Envoy", "connection_limit"), ("AH01102", "Apache httpd", "closed_before_head"),
        ("H12", "Heroku", "response_head_timeout"), ("521", "Cloudflare", "connect_refused"),
        ("504", "HTTP status", "response_head_timeout"),
        ("EOF", "Go (Caddy, Traefik and others)", "closed_before_head"),
        ("no such host", "Go (Caddy, Traefik and others)", "dns_name_not_found"),
        ("ConnectTimedout", "Pingora", "connect_timeout"), ("service in fail-fast", "linkerd", "no_endpoint_available"),
        ("failed_to_pick_backend", "Google Cloud load balancer", "no_endpoint_available"),
        ("LambdaThrottling", "AWS load balancer", "rate_limited"),
        ("ERR_DNS_FAIL", "Apache Traffic Server", "dns_name_not_found"),
        ("first byte timeout", "Varnish", "response_head_timeout"),
    ])
    func explainsTheNamesPeopleAskFor(token: String, source: String, detail: String) throws {
        let explanation = try #require(Explainer.explain(token: token))
        let entry = try #require(explanation.entries.first)
        #expect(entry.source == source, "\(explanation.entries.map(\.source))")
        #expect(entry.faults.first?.detail == detail)
        #expect(!entry.advice.isEmpty)
    }

    /// Whole lines, as they are copied out of a log.
    @Test(arguments: [
        (
            "2026/03/01 12:00:00 [error] 7#7: *1 upstream timed out (110: Connection timed out) while reading response"
                + " header from upstream, client: 10.0.0.1, server: _, request: \"GET / HTTP/1.1\"",
            "nginx", "response_head_timeout"
        ),
        (
            "2026/03/01 12:00:00 [error] 7#7: *1 connect() to unix:/run/php.sock failed (11: Resource temporarily"
                + " unavailable) while connecting to upstream",
            "nginx", "backlog_full"
        ),
        (
            "[proxy_http:error] [pid 1] (20014)Internal error: AH01102: error reading status line from remote server",
            "Apache httpd", "closed_before_head"
        ),
        (
            "dial tcp 10.0.0.1:80: connect: connection refused", "Go (Caddy, Traefik and others)", "connect_refused"
        ),
        (
            "10.0.0.1:5000 [01/Mar/2026] fe be/srv1 0/0/1/-1/12 502 0 - - SH-- 1/1/0/0/0 0/0 \"GET / HTTP/1.1\"",
            "HAProxy", "closed_before_head"
        ),
        (
            "upstream connect error or disconnect/reset before headers. reset reason: connection termination",
            "Envoy", "connect_refused"
        ),
    ])
    func explainsLinesOfALog(line: String, source: String, detail: String) throws {
        let explanation = try #require(Explainer.explain(token: line))
        let entry = try #require(explanation.entries.first { $0.source == source })
        #expect(entry.faults.first?.detail == detail, "\(explanation.entries.map(\.name))")
    }

    @Test
    func letterCaseTellsHAProxysTimeoutsFromAborts() throws {
        let small = try #require(Explainer.explain(token: "sH"))
        let large = try #require(Explainer.explain(token: "SH"))
        #expect(small.entries.map(\.faults) != large.entries.map(\.faults))
        #expect(!small.entries.contains { $0.meaning.contains("crash") })
    }

    @Test
    func aStateWithoutARowIsReadLetterByLetter() throws {
        let explanation = try #require(Explainer.explain(token: "KH--"))
        #expect(explanation.entries[0].meaning.contains("administrator"))
        #expect(Explainer.explain(token: "cQ--")?.entries[0].meaning.contains("in the queue") == true)
    }

    @Test(arguments: ["", "   ", "xyzzy plugh", "\u{1B}[31m", "Z?", "\"\""])
    func unknownNamesHaveNoExplanation(token: String) {
        #expect(Explainer.explain(token: token) == nil)
    }

    @Test
    func nearMissesGetSuggestions() {
        #expect(Explainer.suggestions(for: "conection_refused").contains("connection_refused"))
        #expect(Explainer.suggestions(for: "AH01120").contains("AH01102"))
        #expect(Explainer.suggestions(for: String(repeating: "q", count: 100_000)).isEmpty)
        #expect(Explainer.suggestions(for: "").isEmpty)
    }

    @Test
    func renderingIsSafeAndComplete() throws {
        let explanation = try #require(
            Explainer.explain(token: "SH--\u{200B}".replacingOccurrences(of: "\u{200B}", with: ""))
        )
        let text = explanation.text()
        #expect(text.contains("retry   S2"))
        #expect(!text.contains("\u{1B}"))
        #expect(explanation.text(color: true).contains("\u{1B}[1m"))
        let json = explanation.json()
        #expect(json.utf8.allSatisfy { $0 < 0x7F })
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect((object["entries"] as? [Any])?.count == explanation.entries.count)
    }
}
