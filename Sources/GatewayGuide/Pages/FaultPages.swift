public import GatewayFaults

/// Writes the page of every fault for `docs/faults`.
///
/// The pages are generated, never edited: a test compares them with the committed files.
public enum FaultPages {
    /// The file name of a fault's page.
    public static func fileName(for detail: Fault.Detail) -> String { detail.token + ".md" }

    /// All pages, the index included, by file name.
    public static func all() -> [String: String] {
        var pages = ["README.md": Self.index()]
        for detail in Fault.Detail.allCases { pages[Self.fileName(for: detail)] = Self.markdown(for: detail) }
        return pages
    }

    /// The page of one fault.
    public static func markdown(for detail: Fault.Detail) -> String {
        let words = Guide.words(for: detail)
        var page = "# \(words.title)\n\n`\(detail.token)`\n\n\(words.whatHappened)\n\n"
        page += Self.facts(detail, words)
        page += "\n## What to do\n\n"
        for audience in Audience.allCases {
            page += "**\(audience.title).** \(words.advice(for: audience))\n\n"
        }
        page += Self.causes(detail)
        page += Self.otherNames(detail)
        page += "## Meet it on purpose\n\n\(Self.practice(detail))\n"
        return page
    }

    private static func facts(_ detail: Fault.Detail, _ words: Words) -> String {
        let kind = detail.kind
        let retry = detail.retryClass
        let type = "https://www.rfc-editor.org/rfc/rfc9209.html#section-\(kind.section)"
        var rows: [(String, String)] = [
            ("RFC 9209 type", "[`\(kind.token)`](\(type))"),
            ("Status", "\(detail.status) \(StatusPhrase.phrase(detail.status))"),
            ("Usually seen at", "\(detail.defaultSide.token), phase `\(detail.defaultPhase.token)`"),
            ("Waiting helps", detail.isTemporary ? "yes" : "no"),
            ("Retry", "\(retry.label): \(Guide.words(for: retry))"),
            ("Severity", detail.severity.token),
        ]
        if detail.codeMeaning != .none { rows.append(("Its code is", "`\(detail.codeMeaning.token)`")) }
        rows.append(("Read", "[\(words.reference.label)](\(words.reference.url))"))
        return "| | |\n|---|---|\n" + rows.map { "| \($0.0) | \($0.1) |\n" }.joined()
    }

    private static func causes(_ detail: Fault.Detail) -> String {
        var text = "## Usual causes\n\n"
        for (number, entry) in Diagnosis.usual(Fault(detail)).sorted(by: { $0.1 > $1.1 }).enumerated() {
            let remedy = entry.0.remedy
            text += "\(number + 1). \(entry.0.title). *\(remedy.audience.title):* \(remedy.text)\n"
        }
        return text + "\nWhat an incident recorded decides among them: `goodgate explain ID`.\n\n"
    }

    private static func otherNames(_ detail: Fault.Detail) -> String {
        let known = ForeignNames.all.filter { $0.details.contains(detail) && $0.product != .status }
        guard !known.isEmpty else { return "" }
        var text = "## What others call it\n\n"
        for product in ForeignProduct.allCases {
            let names = known.filter { $0.product == product }
            guard !names.isEmpty else { continue }
            text += "- \(product.title): " + names.map { Self.code($0.name) }.joined(separator: ", ") + "\n"
        }
        return text + "\n"
    }

    /// Code that may hold backquotes or bars.
    private static func code(_ text: String) -> String {
        text.contains("`") ? "`` \(text) ``" : "`\(text)`"
    }

    private static func practice(_ detail: Fault.Detail) -> String {
        switch Guide.labScenario(for: detail) {
        case .scenario(let name):
            "`goodgate lab --scenario \(name)` starts a peer that does it; `goodgate drill` checks the whole chain."
        case .clientRequest(let name):
            "`goodgate drill` sends the bad request `\(name)` and checks the whole chain."
        case .none(let reason): reason
        }
    }

    private static func index() -> String {
        var page = "# Faults\n\n"
        page += "Every way in which an exchange can fail, by its RFC 9209 type. "
        page += "The names are stable: they stand in logs, metrics, pages and `goodgate explain`.\n"
        for kind in Fault.Kind.allCases {
            let details = Fault.Detail.allCases.filter { $0.kind == kind }
            guard !details.isEmpty else { continue }
            page += "\n## `\(kind.token)`\n\n\(Guide.meaning(of: kind))\n\n"
            page += "| Fault | Status | Waiting helps | |\n|---|---|---|---|\n"
            for detail in details {
                page += "| [`\(detail.token)`](\(Self.fileName(for: detail))) | \(detail.status) | "
                page += "\(detail.isTemporary ? "yes" : "no") | \(Guide.words(for: detail).title) |\n"
            }
        }
        return page
    }
}
