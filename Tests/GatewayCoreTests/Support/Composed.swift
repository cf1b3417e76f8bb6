import GatewayBytes
import GatewayCore
import GatewayFaults
import GatewayWire
import Testing

/// Lines of a head, with CRLF after each and the empty line at the end.
func head(_ lines: String...) -> String { lines.map { $0 + "\r\n" }.joined() + "\r\n" }

/// A message that should have been whole.
struct Incomplete: Error { var text: String }

/// A request and what composes from it.
struct RequestCase {
    var peer = "192.0.2.9"
    var client = ClientFacts(isTrusted: false, isTLS: false)
    var rewrite = RouteRewrite()

    static let rules = ForwardingRules(identity: "gw", mark: "0123")

    /// The head that goes upstream for the request `text`.
    func compose(_ text: String) throws -> String {
        var message = Buffer()
        message.append(text: text)
        var head = RequestHead()
        guard case .complete(let count) = try head.parse(message.span, limits: .request) else {
            throw Incomplete(text: text)
        }
        var peer = Buffer()
        peer.append(text: self.peer)
        var out = Buffer()
        RequestComposer.compose(
            head,
            message,
            headCount: count,
            peer: peer,
            client: self.client,
            rules: Self.rules,
            rewrite: self.rewrite,
            into: &out
        )
        return out.text
    }

    /// The request line that goes upstream for a request line, with a `Host` after it.
    func line(_ line: String) throws -> String {
        let lines = try self.compose(head(line, "Host: example.org"))
        return String(lines.split(separator: "\r\n", maxSplits: 1).first ?? "")
    }

    /// The values of the lines named `name`, of the request composed from `text`.
    func values(_ name: String, _ text: String) throws -> [String] {
        try Lines(try self.compose(text)).values(name)
    }
}

/// A response and what composes from it.
struct ResponseCase {
    var facts = ResponsePlan.Facts(
        requestMethod: .get,
        requestVersion: .http11,
        clientPersists: true,
        requestIsComplete: true,
        gatewayCloses: false
    )
    var proxyStatus = ""

    enum Kind { case final, interim, switching }

    func compose(_ text: String, _ kind: Kind = .final) throws -> String {
        var message = Buffer()
        message.append(text: text)
        var head = ResponseHead()
        let progress = try head.parse(message.span, limits: .response, requestMethod: self.facts.requestMethod)
        guard case .complete(let count) = progress else { throw Incomplete(text: text) }
        var out = Buffer()
        switch kind {
        case .interim: ResponseComposer.composeInterim(head, message, headCount: count, into: &out)
        case .switching:
            ResponseComposer.composeSwitch(head, message, headCount: count, rules: RequestCase.rules, into: &out)
        case .final:
            var date = Buffer()
            date.append("Date: NOW\r\n")
            var status = Buffer()
            status.append(text: self.proxyStatus)
            ResponseComposer.compose(
                head,
                message,
                headCount: count,
                plan: ResponsePlan(head, self.facts),
                facts: self.facts,
                rules: RequestCase.rules,
                date: date,
                proxyStatus: status,
                into: &out
            )
        }
        return out.text
    }

    func values(_ name: String, _ text: String, _ kind: Kind = .final) throws -> [String] {
        try Lines(try self.compose(text, kind)).values(name)
    }
}

/// A composed head, taken apart by text only: not by the parser that made it.
struct Lines {
    let start: String
    let fields: [(name: String, value: String)]

    init(_ text: String) throws {
        guard text.hasSuffix("\r\n\r\n") else { throw Incomplete(text: text) }
        // By bytes: CRLF is one character to a String.
        let lines = text.utf8.split(separator: 13, omittingEmptySubsequences: false).map { line in
            String(Substring(line.first == 10 ? line.dropFirst() : line))
        }
        self.start = lines[0]
        self.fields = lines.dropFirst().filter { !$0.isEmpty }.map { line in
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            return (String(line[..<colon]), String(line[colon...].dropFirst(2)))
        }
    }

    func values(_ name: String) -> [String] {
        self.fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }
}
