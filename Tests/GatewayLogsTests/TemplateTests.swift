import Testing

@testable import GatewayLogs

/// Formats that are given, and targets in forms of their own.
struct TemplateTests {
    @Test
    func aGivenFormatIsRead() async throws {
        let template = try #require(
            LineTemplate(
                #"$remote_addr [$time_local] "$request" $status rt=$request_time us="$upstream_status" uh="$upstream_header_time" uc="$upstream_connect_time" ua="$upstream_addr""#
            )
        )
        let text =
            #"192.0.2.1 [21/Nov/2026:15:38:00 +0000] "GET /a HTTP/1.1" 504 rt=60.001 us="502, 504" uh="-, -" uc="-, 0.001" ua="10.0.0.1:80, 10.0.0.2:80""#
        let line = try #require(ReadLine.all(text, as: .template, DialectSettings(template: template)).first)
        #expect(line.fault == "response_head_timeout")
        #expect(line.upstream == "10.0.0.2:80")
        #expect(line.duration == 60_001_000)
        let own = text.replacing("uh=\"-, -\"", with: "uh=\"-, 0.5\"")
        #expect(ReadLine.all(own, as: .template, DialectSettings(template: template)).first?.verdict == .origin)
    }

    @Test
    func apachesLogFormatIsReadToo() throws {
        let template = try #require(LineTemplate(#"%h %l %u %t "%r" %>s %b %D"#))
        let text = #"192.0.2.1 - - [21/Nov/2026:15:38:00 +0000] "GET /a HTTP/1.1" 503 299 1234"#
        let line = try #require(ReadLine.all(text, as: .template, DialectSettings(template: template)).first)
        #expect(line.status == 503)
        #expect(line.duration == 1234)
        #expect(line.time == 1_795_275_480_000)
        #expect(LineTemplate("$remote_addr only") == nil)
    }

    @Test
    func aTargetThatIsAURLIsReadAsItsPath() throws {
        let text = #"192.0.2.1 - - [21/Nov/2026:15:38:00 +0000] "GET http://a.example:80/b/c?d HTTP/1.1" 503 1 "-" "-""#
        #expect(try #require(ReadLine.all(text, as: .combined).first).target == "/b/c?d")
        let other = text.replacing("http://a.example:80/b/c?d", with: "a.example:443")
        #expect(try #require(ReadLine.all(other, as: .combined).first).target == "a.example:443")
        let bare = text.replacing("http://a.example:80/b/c?d", with: "https://a.example")
        #expect(try #require(ReadLine.all(bare, as: .combined).first).target.isEmpty)
    }

    @Test
    func whyVarnishCouldNotFetchIsReadWhereItsFormatSaysSo() throws {
        let template = try #require(LineTemplate(#"%h %t "%r" %s "%{VSL:FetchError}x" "%{VSL:Error}x""#))
        let begin = #"192.0.2.1 [21/Nov/2026:15:38:00 +0000] "GET /a HTTP/1.1" "#
        let lines = [
            #"503 "backend b: fail errno 111 (Connection refused)" "-""#, #"200 "straight insufficient bytes" "-""#,
            #"503 "-" "Body cannot be fetched""#, #"503 "what nobody knows" "-""#, #"200 "-" "-""#, #"503 "-" "-""#,
        ]
        let read = ReadLine.all(
            lines.map { begin + $0 }.joined(separator: "\n"),
            as: .template,
            DialectSettings(template: template)
        )
        #expect(read.map(\.verdict) == [.told, .told, .told, .unclassified, .fine, .untold])
        #expect(read.prefix(2).map(\.fault) == ["connect_refused", "length_truncated"])
    }
}
