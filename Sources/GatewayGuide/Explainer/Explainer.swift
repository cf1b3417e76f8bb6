public import GatewayFaults

/// Explains the names that gateways, balancers and platforms give to a failure.
///
/// Knows RFC 9209 types, our own faults, status codes, and the names in `ForeignNames`. Does not parse logs: it explains
/// one name, code or line at a time.
public enum Explainer {
    /// More of a text than this is not looked at.
    private static let longest = 2000
    /// More meanings than this help nobody.
    private static let mostEntries = 8

    /// The explanation of a name, code, status or log line; nil when nothing is known about it.
    public static func explain(token: String) -> Explanation? {
        let text = Self.trimmed(token)
        guard !text.isEmpty else { return nil }
        let own = Self.own(text)
        let foreign = Self.foreign(text)
        let entries = Array((own + foreign).prefix(Self.mostEntries))
        return entries.isEmpty ? nil : Explanation(token: text, entries: entries)
    }

    /// Known names that look like the token, best first.
    public static func suggestions(for token: String, most: Int = 5) -> [String] {
        Likeness.nearest(to: Self.trimmed(token), among: Self.names, most: most)
    }

    /// Every name that can be asked for.
    static let names: [String] = {
        var names = Fault.Detail.allCases.map(\.token) + Fault.Kind.allCases.map(\.token)
        names += ForeignNames.all.flatMap { $0.patterns.map(\.name) }
        return Array(Set(names))
    }()

    /// Without spaces around it, and without the quotes that somebody put around the whole.
    private static func trimmed(_ token: String) -> String {
        var text = token.unicodeScalars.prefix(Self.longest)[...]
        func trimSpaces() {
            while let first = text.first, first.properties.isWhitespace { text.removeFirst() }
            while let last = text.last, last.properties.isWhitespace { text.removeLast() }
        }
        trimSpaces()
        let quotes: [Unicode.Scalar: Unicode.Scalar] = ["\"": "\"", "'": "'", "`": "`", "“": "”"]
        if text.count >= 2, let first = text.first, let last = text.last, quotes[first] == last {
            text = text.dropFirst().dropLast()
            trimSpaces()
        }
        return String(String.UnicodeScalarView(text))
    }
}

// MARK: - Our own names

extension Explainer {
    private static func own(_ text: String) -> [Explanation.Entry] {
        let token = String(text.lowercased().map { $0 == "-" || $0 == " " ? "_" : $0 })
        var entries: [Explanation.Entry] = []
        if let detail = Fault.Detail(token: token) { entries.append(Self.entry(detail)) }
        if let kind = Fault.Kind(token: token) { entries.append(Self.entry(kind)) }
        return entries
    }

    /// A fault of ours, with everything we say about it.
    public static func entry(_ detail: Fault.Detail) -> Explanation.Entry {
        let words = Guide.words(for: detail)
        return Explanation.Entry(
            source: "Good Gateway",
            name: detail.token,
            meaning: words.title + ". " + words.whatHappened,
            status: String(detail.status),
            faults: [Explanation.FaultName(detail)],
            retry: [Explanation.Retry(detail.retryClass)],
            advice: Audience.allCases.map { .init(audience: $0.title, text: words.advice(for: $0)) },
            reference: words.reference.url
        )
    }

    private static func entry(_ kind: Fault.Kind) -> Explanation.Entry {
        let details = Fault.Detail.allCases.filter { $0.kind == kind }
        return Explanation.Entry(
            source: "RFC 9209 §\(kind.section)",
            name: kind.token,
            meaning: Guide.meaning(of: kind),
            status: kind.recommendedStatus.map(String.init) ?? "depends on the case",
            faults: details.map(Explanation.FaultName.init),
            retry: Self.distinct(details.map(\.retryClass)).map(Explanation.Retry.init),
            advice: [.init(audience: Audience.operator.title, text: "Explain one of the faults above for what to do.")],
            reference: "https://www.rfc-editor.org/rfc/rfc9209.html#section-\(kind.section)"
        )
    }

    private static func distinct<Value: Equatable>(_ values: [Value]) -> [Value] {
        values.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}

// MARK: - Foreign names

extension Explainer {
    private struct Match {
        let name: ForeignName
        let fit: NamePattern.Fit
        let weight: Int
        /// The letters of the name are written as asked.
        let sameCase: Bool
    }

    private static func foreign(_ text: String) -> [Explanation.Entry] {
        let bytes = NamePattern.normalized(text)
        var matches: [Match] = []
        for name in ForeignNames.all {
            var best: Match?
            for pattern in name.patterns {
                guard let fit = pattern.fit(bytes) else { continue }
                let match = Match(name: name, fit: fit, weight: pattern.weight, sameCase: pattern.name == text)
                if best.map({ fit < $0.fit }) ?? true { best = match }
            }
            if let best { matches.append(best) }
        }
        // HAProxy's states differ in nothing but case: `SH` is not `sH`.
        if matches.contains(where: \.sameCase) { matches.removeAll { $0.fit == .exact && !$0.sameCase } }
        matches.sort { $0.fit == $1.fit ? $0.weight > $1.weight : $0.fit < $1.fit }
        matches = Self.withoutCovered(matches)
        let states = Self.states(text, known: matches.map(\.name))
        return states + matches.map { Self.entry($0.name, name: nil) }
    }

    /// In a log line a longer name of a product makes its shorter ones superfluous.
    private static func withoutCovered(_ matches: [Match]) -> [Match] {
        var longest: [ForeignProduct: Int] = [:]
        return matches.filter { match in
            guard match.fit == .holds else { return true }
            defer { longest[match.name.product] = longest[match.name.product] ?? match.weight }
            return longest[match.name.product].map { match.weight * 2 > $0 } ?? true
        }
    }

    /// Termination states of HAProxy, alone or as the four characters that stand in its log lines.
    private static func states(_ text: String, known: [ForeignName]) -> [Explanation.Entry] {
        let words = text.split(separator: " ")
        let candidates =
            words.count == 1 ? words : words.filter { $0.utf8.count == 4 && $0.hasSuffix("--") && $0 != "----" }
        return candidates.prefix(2).compactMap { word in
            guard let key = HAProxyState.key(String(word)) else { return nil }
            let rows = ForeignNames.all.filter { $0.product == .haproxy }
            let any = String(key.prefix(1)) + "?"
            let row = rows.first { $0.name == key } ?? rows.first { $0.name == any }
            guard let row, !known.contains(where: { $0.product == .haproxy && $0.name == row.name }) else {
                return row == nil ? Self.state(key, written: String(word)) : nil
            }
            return Self.entry(row, name: String(word))
        }
    }

    private static func state(_ key: String, written: String) -> Explanation.Entry {
        Explanation.Entry(
            source: ForeignProduct.haproxy.title,
            name: written,
            meaning: HAProxyState.words(key),
            status: "-",
            faults: [],
            retry: [],
            advice: [],
            reference: nil
        )
    }

    private static func entry(_ row: ForeignName, name: String?) -> Explanation.Entry {
        var meaning = row.meaning
        if row.product == .haproxy, let key = HAProxyState.key(row.name) { meaning += " " + HAProxyState.words(key) }
        let advice = row.advice ?? row.details.first.map { Guide.words(for: $0).operations }
        return Explanation.Entry(
            source: row.product.title,
            name: name ?? row.patterns.map(\.name).joined(separator: " / "),
            meaning: meaning,
            status: row.status,
            faults: row.details.map(Explanation.FaultName.init),
            retry: row.retry.map(Explanation.Retry.init),
            advice: advice.map { [.init(audience: Audience.operator.title, text: $0)] } ?? [],
            reference: nil
        )
    }
}
