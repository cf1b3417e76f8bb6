import GatewayBytes
import GatewayCore
import GatewayFaults
import GatewayWire
import Testing

/// Random heads through the composers: whatever comes in, what goes out is one clean message.
@Suite struct ComposedHeadTests {
    private static let names = [
        "Accept", "Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Upgrade", "Via", "X-Forwarded-For",
        "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "Expect", "Date", "Cookie", "Set-Cookie", "X-A", "x-b",
        "HTTP2-Settings", "Content-Length", "Transfer-Encoding", "Host", "Proxy-Status", "Content-Type",
    ]
    private static let values = [
        "", "a", "X-A, x-b", "close", "keep-alive", "Upgrade", "upgrade, X-B", "host, date", "5", "5, 5", "chunked",
        "gzip, chunked", "example.org", "[::1]:80", "100-continue", "websocket", "for=1.2.3.4", "1.1 x (y)",
        "\"q\" ; r",
        "content-length", ",,,", "  spaced  ", "timeout=7", "trailers",
    ]
    /// What must never leave the connection it came on (RFC 9110 §7.6.1).
    private static let hopByHop = ["keep-alive", "proxy-connection", "te", "http2-settings"]

    private func fields(_ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: 0..<10, using: &random)).map { _ in
            let name = Self.names.randomElement(using: &random) ?? "A"
            let value = Self.values.randomElement(using: &random) ?? ""
            return "\(name):\(Bool.random(using: &random) ? " " : "")\(value)\r\n"
        }.joined()
    }

    /// Names that the Connection fields of `text` list, which must be gone unless they are protected.
    private func named(_ text: String) throws -> Set<String> {
        let known: Set = ["x-a", "x-b"]
        let listed = try Lines(text).fields.filter { $0.name.lowercased() == "connection" }.flatMap { field in
            field.value.split(separator: ",").map { $0.lowercased().filter { $0 != " " } }
        }
        return known.intersection(listed)
    }

    @Test(arguments: 0..<25 as Range<UInt64>)
    func everyRequestComposesToOneCleanRequest(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var composed = 0
        for _ in 0..<200 {
            let method = ["GET", "POST", "HEAD", "OPTIONS", "BREW"].randomElement(using: &random) ?? "GET"
            let targets = ["/", "/api", "/api/x?y", "/a?b", "//", "http://h.example", "http://h?q", "*", "/?"]
            let target = targets.randomElement(using: &random) ?? "/"
            let version = Int.random(in: 0..<5, using: &random) == 0 ? "1.0" : "1.1"
            let host = Int.random(in: 0..<8, using: &random) == 0 ? "" : "Host: a.example\r\n"
            let text = "\(method) \(target) HTTP/\(version)\r\n\(host)\(self.fields(&random))\r\n"
            var trial = RequestCase()
            trial.peer = Bool.random(using: &random) ? "192.0.2.9" : "2001:db8::1"
            trial.client.isTrusted = Bool.random(using: &random)
            trial.rewrite = RouteRewrite(
                host: Bool.random(using: &random) ? .pass : .fixed(Array("up:1".utf8)),
                strippedPrefix: Bool.random(using: &random) ? 4 : 0,
                addedPrefix: Bool.random(using: &random) ? Array("/v".utf8) : []
            )
            guard let result = try? trial.compose(text) else { continue }
            composed += 1
            try self.checkRequest(result, from: text)
        }
        #expect(composed > 20)
    }

    private func checkRequest(_ result: String, from text: String) throws {
        var message = Buffer()
        message.append(text: result)
        var parsed = RequestHead()
        let progress = try parsed.parse(message.span, limits: .request)
        let context = Comment(rawValue: "\(text.debugDescription) became \(result.debugDescription)")
        #expect(progress == .complete(bytes: result.utf8.count), context)
        let lines = try Lines(result)
        #expect(lines.values("host").count == 1, context)
        #expect(lines.values("content-length").count + lines.values("transfer-encoding").count <= 1, context)
        #expect(Self.hopByHop.allSatisfy { lines.values($0).isEmpty }, context)
        #expect(lines.values("connection").isEmpty || lines.values("connection") == ["Upgrade"], context)
        #expect(lines.values("upgrade").isEmpty || lines.values("connection") == ["Upgrade"], context)
        #expect(lines.values("x-forwarded-for").count == 1 && lines.values("forwarded").count == 1, context)
        #expect(!lines.values("x-forwarded-proto").isEmpty, context)
        #expect(try self.named(text).allSatisfy { lines.values($0).isEmpty }, context)
        var before = RequestHead()
        var original = Buffer()
        original.append(text: text)
        _ = try before.parse(original.span, limits: .request)
        #expect(parsed.framing == before.framing, context)
        #expect(parsed.method == before.method, context)
        let isOurs = LoopDetection.isLoop(parsed, message.span, rules: RequestCase.rules)
        #expect(isOurs, context)
    }

    @Test(arguments: 0..<25 as Range<UInt64>)
    func everyResponseComposesToOneCleanResponse(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var composed = 0
        for _ in 0..<200 {
            let status = [200, 204, 206, 304, 404, 500, 999].randomElement(using: &random) ?? 200
            let version = Int.random(in: 0..<4, using: &random) == 0 ? "1.0" : "1.1"
            let text = "HTTP/\(version) \(status) R\r\n\(self.fields(&random))\r\n"
            var trial = ResponseCase()
            trial.facts.requestMethod = [.get, .head, .post].randomElement(using: &random) ?? .get
            trial.facts.requestVersion = Bool.random(using: &random) ? .http11 : .http10
            trial.facts.clientPersists = Bool.random(using: &random)
            guard let result = try? trial.compose(text) else { continue }
            composed += 1
            try self.checkResponse(result, from: text, trial)
        }
        #expect(composed > 20)
    }

    private func checkResponse(_ result: String, from text: String, _ trial: ResponseCase) throws {
        var message = Buffer()
        message.append(text: result)
        var parsed = ResponseHead()
        let method = trial.facts.requestMethod
        let progress = try parsed.parse(message.span, limits: .response, requestMethod: method)
        let context = Comment(rawValue: "\(text.debugDescription) became \(result.debugDescription)")
        #expect(progress == .complete(bytes: result.utf8.count), context)
        let lines = try Lines(result)
        #expect(lines.values("content-length").count + lines.values("transfer-encoding").count <= 1, context)
        #expect(lines.values("content-length").allSatisfy { $0.allSatisfy(\.isNumber) }, context)
        #expect(Self.hopByHop.filter { $0 != "te" }.allSatisfy { lines.values($0).isEmpty }, context)
        #expect(lines.values("upgrade").isEmpty, context)
        #expect(!lines.values("date").isEmpty, context)
        #expect(lines.values("connection").count <= 1, context)
        #expect(try self.named(text).allSatisfy { lines.values($0).isEmpty }, context)
        // Nobody may wait for an end that does not come: without framing the connection must close.
        if parsed.framing == .untilClose { #expect(lines.values("connection") == ["close"], context) }
        if trial.facts.requestVersion == .http10 { #expect(lines.values("transfer-encoding").isEmpty, context) }
        if parsed.status == 204 { #expect(lines.values("content-length").isEmpty, context) }
    }
}
