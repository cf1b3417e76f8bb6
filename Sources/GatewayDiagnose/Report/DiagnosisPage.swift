internal import GatewayGuide

/// A diagnosis as one printable page: no scripts, nothing that is loaded from elsewhere.
public struct DiagnosisPage: Sendable {
    private let document: DiagnosisDocument

    public init(_ document: DiagnosisDocument) { self.document = document }

    public var html: String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>\(Self.safe(self.document.headline))</title>
        <style>
        \(Self.style)
        </style>
        </head>
        <body>
        <main>
        \(self.head)
        \(DiagnosisTimeLine(self.document).html)
        \(self.causes)
        \(self.steps)
        \(self.references)
        \(self.names)
        \(self.visits)
        \(self.way)
        \(self.certificates)
        \(self.notes)
        \(self.commands)
        </main>
        </body>
        </html>

        """
    }

    // MARK: - Parts

    private var head: String {
        let outcome = self.document.outcome
        var rows = [
            ("Request", "\(self.document.method) \(self.document.url)"), ("Time", self.document.started),
        ]
        if let answer = self.document.answer { rows.append(("Answer", answer)) }
        if outcome != .healthy {
            rows.append(("On the side of", self.document.party.title))
            rows.append(("Fails at", self.document.stage ?? ""))
            rows.append(("Confidence", DiagnosisMarkdown.percent(self.document.confidence)))
            rows.append(("How often", self.document.frequency))
        }
        if let name = self.document.maker?.name {
            rows.append(("Answered by", self.document.maker?.madeBy == "product" ? name : "a server behind \(name)"))
        }
        let cells = rows.map { "<tr><th scope=\"row\">\($0.0)</th><td>\(Self.safe($0.1))</td></tr>" }.joined()
        let word: String
        switch outcome {
        case .healthy: word = "Healthy"
        case .degraded: word = "Works in part"
        case .broken: word = "Broken"
        }
        return """
            <p class="outcome \(outcome.rawValue)">\(word)</p>
            <h1>\(Self.safe(self.document.headline))</h1>
            <table class="facts">\(cells)</table>
            """
    }

    private var causes: String {
        guard !self.document.causes.isEmpty else { return "" }
        let items = self.document.causes.map { cause in
            let lines =
                cause.supporting.map { "<li class=\"for\">\(Self.safe($0))</li>" }
                + cause.against.map { "<li class=\"against\">\(Self.safe($0))</li>" }
            let next = cause.next.map { "<p class=\"next\">To tell: \(Self.marked(Self.command($0)))</p>" } ?? ""
            let share = DiagnosisMarkdown.percent(cause.confidence).replacing(" ", with: "\u{A0}")
            return "<li><strong>\(Self.safe(cause.title))</strong> \(share)<ul>\(lines.joined())</ul>\(next)</li>"
        }
        return "<h2>Likely causes</h2><ol>\(items.joined())</ol>"
    }

    private var steps: String {
        guard !self.document.steps.isEmpty else { return "" }
        let rows = self.document.steps.map { step in
            "<tr><th scope=\"row\">\(step.audience.title)</th><td>\(Self.marked(step.text))</td></tr>"
        }
        return "<h2>What to do</h2><table>\(rows.joined())</table>"
    }

    private var references: String {
        guard !self.document.references.isEmpty else { return "" }
        let rows = self.document.references.map { reference in
            let value = "<code>\(Self.safe(reference.value))</code>"
            let meaning = Self.safe(reference.meaning ?? "")
            return "<tr><th scope=\"row\">\(reference.name)</th><td>\(value) \(meaning)</td></tr>"
        }
        return "<h2>Ids for a support desk</h2><table>\(rows.joined())</table>"
    }

    private var names: String {
        guard !self.document.names.isEmpty else { return "" }
        let rows = self.document.names.prefix(20).map { row -> String in
            let answer = row.addresses.isEmpty ? row.problem ?? "" : row.addresses.joined(separator: ", ")
            let cells = [row.zoneServer ?? row.server, answer + row.errors.map { " [\($0)]" }.joined()]
            let time = Judge.text(row.milliseconds)
            return "<tr>\(cells.map { "<td>\(Self.safe($0))</td>" }.joined())<td>\(time)</td></tr>"
        }
        let titles = ["Name server", "Answer", "After"].map { "<th>\($0)</th>" }.joined()
        return "<h2>Names</h2><table><tr>\(titles)</tr>\(rows.joined())</table>"
    }

    private var way: String {
        guard let path = self.document.path, !path.isEmpty else { return "" }
        return "<h2>Routers on the way</h2><ul>\(path.map { "<li>\(Self.safe($0))</li>" }.joined())</ul>"
    }

    private var certificates: String {
        let blocks = self.document.secured.map { row in
            let facts = [row.tlsVersion, row.cipher, row.applicationProtocol].compactMap { $0 }.filter { !$0.isEmpty }
            let title = "\(row.purpose == .origin ? "origin " : "")\(row.address): \(facts.joined(separator: ", "))"
            let items = row.certificates.map { certificate in
                let names = certificate.names.isEmpty ? "" : ", for \(certificate.names.joined(separator: ", "))"
                let dates = "\(Judge.day(certificate.notBefore)) to \(Judge.day(certificate.notAfter))"
                let text = "\(certificate.subject), by \(certificate.issuer), \(dates)\(names)"
                return "<li>\(Self.safe(text)), SHA-256 <code>\(Self.safe(certificate.fingerprint))</code></li>"
            }
            return "<p>\(Self.safe(title))</p><ul>\(items.joined())</ul>"
        }
        return blocks.isEmpty ? "" : "<h2>TLS and certificates</h2>\(blocks.joined())"
    }

    private var commands: String {
        let isWell = self.document.outcome == .healthy
        let missing = self.document.missing.map { "<li>\(Self.marked($0))</li>" }.joined()
        return "<h2>Repeat it</h2><pre>\(Self.safe(lines: self.document.commands))</pre>"
            + (missing.isEmpty ? "" : "<h2>Still to add by hand</h2><ul>\(missing)</ul>")
            + "<h2>Proof that it is \(isWell ? "well" : "fixed")</h2><pre>\(Self.safe(self.document.proof))</pre>"
    }

    private var visits: String {
        let rows = self.document.visits.prefix(60).map { row -> String in
            let exchange = row.exchanges.first
            let result = [exchange?.status.map { String($0) }, row.fault ?? exchange?.fault, row.errno ?? row.alert]
            let cells = [
                row.variation ?? row.purpose.rawValue, row.address,
                row.connectMilliseconds.map { Judge.text($0) } ?? "",
                row.handshakeMilliseconds.map { Judge.text($0) } ?? "",
                exchange?.firstByteMilliseconds.map { Judge.text($0) } ?? "",
                exchange?.totalMilliseconds.map { Judge.text($0) } ?? "",
                result.compactMap { $0 }.joined(separator: " "),
            ]
            return "<tr>\(cells.map { "<td>\(Self.safe($0))</td>" }.joined())</tr>"
        }
        guard !rows.isEmpty else { return "" }
        let titles = ["What", "Address", "Connect", "TLS", "First byte", "Whole", "Result"]
            .map { "<th>\($0)</th>" }.joined()
        let table = "<table><tr>\(titles)</tr>\(rows.joined())</table>"
        return "<h2>Connections</h2><div class=\"wide\">\(table)</div>"
    }

    private var notes: String {
        guard !self.document.notes.isEmpty else { return "" }
        return "<h2>Notes</h2><ul>\(self.document.notes.map { "<li>\(Self.safe($0))</li>" }.joined())</ul>"
    }

    /// The next test is a command line, or a sentence.
    private static func command(_ next: String) -> String {
        let isCommand = next.hasPrefix("goodgate ") && !next.contains(", ") && !next.contains(": ")
        return isCommand && !next.contains("`") ? "`\(next)`" : next
    }

    /// What stands between backticks as code.
    static func marked(_ text: String) -> String {
        let parts = text.split(separator: "`", omittingEmptySubsequences: false).map { Self.safe(String($0)) }
        guard parts.count % 2 == 1 else { return Self.safe(text) }
        return parts.enumerated().map { $0 % 2 == 1 ? "<code>\($1)</code>" : $1 }.joined()
    }

    /// Text of strangers as text: no markup, no characters that hide or reorder it.
    static func safe(_ text: String) -> String { Escape.html(DiagnosisPaint.safe(text)) }

    private static func safe(lines: [String]) -> String { lines.map { Self.safe($0) }.joined(separator: "\n") }

    private static let style = """
        :root { color-scheme: light dark; --ink: #1c1c1c; --paper: #fff; --faint: #555; --rule: #ddd }
        @media screen and (prefers-color-scheme: dark) {
        :root { --ink: #e6e6e6; --paper: #16181d; --faint: #a3a8b3; --rule: #343842 }
        }
        body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0 }
        main { max-width: 52rem; margin: 0 auto; padding: 1.5rem }
        h1 { font-size: 1.5rem; line-height: 1.25; margin: .25rem 0 1rem }
        h2 { font-size: 1.1rem; margin: 1.75rem 0 .5rem }
        table { border-collapse: collapse; width: 100% }
        th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--rule) }
        th { font-weight: 600; white-space: nowrap }
        td { overflow-wrap: anywhere }
        pre, code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap }
        .outcome { display: inline-block; margin: 0; padding: .1rem .6rem; border-radius: 1rem; color: #fff }
        .healthy { background: #1a7f37 } .degraded { background: #8a5a00 } .broken { background: #b42318 }
        .for::marker { content: "+ " } .against::marker { content: "− " }
        .next { margin: .25rem 0; color: var(--faint) }
        .wide { overflow-x: auto } .wide td { white-space: nowrap }
        .bar { display: flex; justify-content: space-between; gap: 1rem; margin: .6rem 0 .15rem; font-size: .9rem }
        .bar span:first-child { overflow-wrap: anywhere } .bar span:last-child { white-space: nowrap }
        .line > svg { display: block; width: 100%; height: .9rem; background: color-mix(in srgb, var(--rule) 45%, \
        transparent) }
        .legend { display: flex; flex-wrap: wrap; gap: .25rem 1rem; color: var(--faint); font-size: .85rem }
        .legend svg { width: .8em; height: .8em; margin-right: .35em }
        @media (max-width: 32rem) {
        main { padding: 1rem }
        table:not(.wide *), tbody:not(.wide *), tr:not(.wide *), th:not(.wide *), td:not(.wide *) { display: block }
        th:not(.wide *) { border: 0; padding-bottom: 0 }
        }
        @page { margin: 16mm 14mm }
        @media print {
        body { font-size: 10pt } main { padding: 0; max-width: none } h2 { margin-top: 1.1rem; break-after: avoid }
        tr, li, .bar { break-inside: avoid } .wide { overflow: visible }
        .wide table { font-size: .85em } .wide td { white-space: normal; overflow-wrap: break-word }
        .outcome, svg { print-color-adjust: exact; -webkit-print-color-adjust: exact }
        }
        """
}
