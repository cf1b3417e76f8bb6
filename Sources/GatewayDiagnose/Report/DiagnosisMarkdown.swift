internal import GatewayGuide

/// A diagnosis as a ticket: what a support desk asks for, ids first, times in UTC, secrets left out.
public struct DiagnosisMarkdown: Sendable {
    private let document: DiagnosisDocument

    public init(_ document: DiagnosisDocument) { self.document = document }

    public var text: String {
        let parts = [
            self.head, self.references, self.visitor, self.owner, self.causes, self.names, self.visits, self.way,
            self.certificates, self.notes, self.commands, self.missing,
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n") + "\n"
    }

    // MARK: - Parts

    private var head: String {
        var lines = [
            "# \(Self.safe(self.document.headline))", "", "| | |", "|---|---|",
            "| request | \(self.document.method) \(Self.cell(self.document.url)) |",
            "| time | \(self.document.started) |", "| result | \(self.document.outcome.rawValue) |",
        ]
        if let answer = self.document.answer { lines.append("| answer | \(Self.cell(answer)) |") }
        if let stage = self.document.stage { lines.append("| fails at | \(stage) |") }
        lines.append("| on the side of | \(self.document.party.title) |")
        lines.append("| confidence | \(Self.percent(self.document.confidence)) |")
        if let maker = self.document.maker, let name = maker.name {
            let whose = maker.madeBy == "product" ? "" : "a server behind "
            lines.append("| answered by | \(whose)\(Self.cell(name)) (\(Self.percent(maker.confidence))) |")
        }
        lines.append("| how often | \(self.document.frequency) |")
        return lines.joined(separator: "\n") + "\n"
    }

    private var references: String {
        guard !self.document.references.isEmpty else { return "" }
        let lines = self.document.references.map { reference in
            let meaning = reference.meaning.map { " (\(Self.safe($0)))" } ?? ""
            return "- \(reference.name): `\(Self.code(reference.value))`\(meaning)"
        }
        return "## Ids\n\n" + lines.joined(separator: "\n") + "\n"
    }

    private var visitor: String { self.advice("For the visitor", [.visitor]) }

    private var owner: String { self.advice("For the owner of the site", [.operator, .developer, .provider]) }

    private func advice(_ title: String, _ audiences: [Audience]) -> String {
        let steps = self.document.steps.filter { audiences.contains($0.audience) }
        guard !steps.isEmpty else { return "" }
        let lines = steps.map { "- \($0.audience.title): \(Self.safe($0.text))" }
        return "## \(title)\n\n" + lines.joined(separator: "\n") + "\n"
    }

    private var causes: String {
        guard !self.document.causes.isEmpty else { return "" }
        var text = "## Likely causes\n\n"
        for (index, cause) in self.document.causes.enumerated() {
            text += "\(index + 1). **\(cause.title)** (\(Self.percent(cause.confidence)))\n"
            for line in cause.supporting { text += "   - for: \(Self.safe(line))\n" }
            for line in cause.against { text += "   - against: \(Self.safe(line))\n" }
            if let next = cause.next { text += "   - to tell: `\(Self.code(next))`\n" }
        }
        return text
    }

    private var names: String {
        guard !self.document.names.isEmpty else { return "" }
        var text = "## Names\n\n| name server | answer | kept | took |\n|---|---|---|---|\n"
        for row in self.document.names {
            let answer = row.problem ?? row.addresses.joined(separator: ", ")
            let errors = row.errors.isEmpty ? "" : " (\(row.errors.joined(separator: "; ")))"
            let ttl = row.ttl.map { "\($0) s" } ?? ""
            let server = row.zoneServer.map { "\(Self.cell($0)) (\(row.server))" } ?? row.server
            text += "| \(server) | \(Self.cell(answer + errors)) | \(ttl) | \(Judge.text(row.milliseconds)) |\n"
        }
        return text
    }

    private var visits: String {
        guard !self.document.visits.isEmpty else { return "" }
        var text =
            "## Connections\n\n| what | address | connect | TLS | first byte | whole answer | result |\n"
            + "|---|---|---|---|---|---|---|\n"
        for row in self.document.visits {
            let exchange = row.exchanges.first
            let status = exchange?.status.map { String($0) }
            let fault = row.fault ?? exchange?.fault
            let result = [status, fault, row.errno ?? row.alert].compactMap { $0 }.joined(separator: " ")
            let times = [
                row.connectMilliseconds, row.handshakeMilliseconds, exchange?.firstByteMilliseconds,
                exchange?.totalMilliseconds,
            ]
            let cells = times.map { $0.map { Judge.text($0) } ?? "" }.joined(separator: " | ")
            let what = row.variation.map { Self.cell($0) } ?? row.purpose.rawValue
            text += "| \(what) | \(row.address) | \(cells) | \(Self.cell(result)) |\n"
        }
        return text
    }

    private var way: String {
        guard let path = self.document.path, !path.isEmpty else { return "" }
        return "## Routers on the way\n\n" + path.map { "- \(Self.safe($0))\n" }.joined()
    }

    private var certificates: String {
        let blocks = self.document.secured.map { row in
            let facts = [row.tlsVersion, row.cipher, row.applicationProtocol].compactMap { $0 }.filter { !$0.isEmpty }
            let title = "\(row.purpose == .origin ? "origin " : "")\(row.address): \(facts.joined(separator: ", "))"
            let lines = row.certificates.map { certificate in
                let from = Judge.day(certificate.notBefore)
                let until = Judge.day(certificate.notAfter)
                let names = certificate.names.isEmpty ? "" : ", for \(certificate.names.joined(separator: ", "))"
                return "- \(Self.safe(certificate.subject)), by \(Self.safe(certificate.issuer)), \(from) to \(until)"
                    + "\(Self.safe(names)), SHA-256 `\(certificate.fingerprint)`"
            }
            return "\(Self.safe(title))\n\n" + lines.joined(separator: "\n") + "\n"
        }
        return blocks.isEmpty ? "" : "## TLS and certificates\n\n" + blocks.joined(separator: "\n")
    }

    private var notes: String {
        guard !self.document.notes.isEmpty else { return "" }
        return "## Notes\n\n" + self.document.notes.map { "- \(Self.safe($0))\n" }.joined()
    }

    private var commands: String {
        let lines = (self.document.commands + [self.document.proof]).map { Self.code($0) }
        return "## Repeat it\n\n```sh\n" + lines.joined(separator: "\n") + "\n```\n"
    }

    /// What only people can add.
    private var missing: String {
        guard !self.document.missing.isEmpty else { return "" }
        return "## Still to add by hand\n\n" + self.document.missing.map { "- \($0)\n" }.joined()
    }

    // MARK: - Text

    static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

    /// Text of strangers must not become markup.
    static func safe(_ text: String) -> String {
        var result = ""
        for character in DiagnosisPaint.safe(text) {
            switch character {
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\\", "`", "*", "_", "{", "}", "[", "]", "#", "|": result += "\\\(character)"
            // Default: characters that Markdown leaves alone.
            default: result.append(character)
            }
        }
        return result
    }

    private static func cell(_ text: String) -> String { Self.safe(text) }

    private static func code(_ text: String) -> String {
        DiagnosisPaint.safe(text).replacing("`", with: "'").replacing("'$", with: "'")
    }
}
