internal import GatewayGuide
internal import GatewayReactor

/// Writes a verdict for people: what, who, why, what to do, how to prove it.
public struct VerdictText: Sendable {
    private let paint: DiagnosisPaint
    private let verdict: Verdict
    private let seen: Observations
    /// Columns.
    private let width: Int

    public init(_ verdict: Verdict, _ seen: Observations, color: Bool, width: Int = 80) {
        self.verdict = verdict
        self.seen = seen
        self.width = width
        self.paint = DiagnosisPaint(isOn: color)
    }

    public var text: String {
        var text = "\n" + self.head
        if !self.verdict.causes.isEmpty { text += "\n" + self.causes + "\n" + self.steps }
        if !self.verdict.references.isEmpty { text += "\n" + self.references }
        if !self.verdict.notes.isEmpty { text += "\n" + self.notes }
        if self.verdict.outcome != .healthy {
            text += "\n\(self.title("Proof that it is fixed"))  \(self.verdict.proof)\n"
        }
        return text
    }

    private func title(_ text: String) -> String { self.paint.bold(text) + "\n" }

    // MARK: - Parts

    private var head: String {
        let headline = DiagnosisPaint.safe(self.verdict.headline)
        let time = Judge.text(self.seen.milliseconds)
        switch self.verdict.outcome {
        case .healthy: return "\(self.paint.good("Healthy")): \(headline)  \(self.paint.soft("(\(time))"))\n"
        case .degraded, .broken:
            let word =
                self.verdict.outcome == .broken
                ? self.paint.bad("Broken") : self.paint.doubtful("Works in part")
            var lines = ["\(word): \(headline)"]
            lines.append("  on the side of  \(self.verdict.party.title)")
            if let stage = self.verdict.stage { lines.append("  fails at        \(stage.token)") }
            lines.append("  confidence      \(Int((self.verdict.confidence * 100).rounded())) %")
            if let name = self.maker { lines.append("  answered by     \(DiagnosisPaint.safe(name))") }
            if let persistence = self.persistence { lines.append("  persistence     \(persistence)") }
            return lines.joined(separator: "\n") + "\n"
        }
    }

    private var maker: String? {
        guard let attribution = self.verdict.attribution, let name = attribution.name else { return nil }
        let sure = "\(Int((attribution.confidence * 100).rounded())) %"
        switch attribution.madeBy {
        case .product: return "\(name) itself (\(sure))"
        case .behind: return "a server behind \(name) (\(sure))"
        }
    }

    private var persistence: String? {
        switch self.verdict.persistence {
        case .unknown: nil
        case .temporary(let tries): "temporary: the first look failed, \(tries) after it did not"
        case .intermittent(let failed, let tries): "intermittent: " + Proportion(failed: failed, tries: tries).text
        case .persistent(let tries): "persistent: all of \(tries) tries failed"
        }
    }

    private var causes: String {
        var text = self.title("Likely causes")
        for (index, ranked) in self.verdict.causes.enumerated() {
            let words = ranked.cause.words
            let share = "\(Int((ranked.confidence * 100).rounded())) %"
            text += "  \(index + 1). \(words.title)  \(self.paint.soft("(\(share))"))\n"
            for line in ranked.supporting { text += "     \(self.paint.good("+")) \(self.prose(line, indent: 7))\n" }
            for line in ranked.against { text += "     \(self.paint.bad("-")) \(self.prose(line, indent: 7))\n" }
            if let next = Self.next(ranked.cause, self.seen) {
                // A command in one line, to be copied; prose in lines.
                let test = next.hasPrefix("goodgate ") ? next : HangingText.lines(next, indent: 14, width: self.width)
                text += "     \(self.paint.soft("to tell:")) \(test)\n"
            }
        }
        return text
    }

    private var steps: String {
        var text = self.title("What to do")
        for step in Self.steps(of: self.verdict) {
            let who = step.audience.title
            let padding = String(repeating: " ", count: max(1, 21 - who.count))
            let advice = HangingText.lines(self.filled(step.text), indent: 23, width: self.width)
            text += "  \(who)\(padding)\(advice)\n"
        }
        return text
    }

    /// Those of the likeliest cause, and of others that are not far behind.
    static func steps(of verdict: Verdict) -> [CauseWords.Step] {
        var steps: [CauseWords.Step] = []
        for (index, ranked) in verdict.causes.enumerated() where index == 0 || ranked.confidence >= 0.25 {
            for step in ranked.cause.words.steps where !steps.contains(where: { $0.text == step.text }) {
                steps.append(step)
            }
        }
        return steps
    }

    private var references: String {
        var text = self.title("Ids for a support desk")
        for reference in self.verdict.references {
            let meaning = reference.meaning.map { "  (\($0))" } ?? ""
            text +=
                "  \(reference.name): \(DiagnosisPaint.safe(reference.value, most: 200))\(DiagnosisPaint.safe(meaning))\n"
        }
        return text
    }

    private var notes: String {
        self.title("Notes") + self.verdict.notes.map { "  \(self.prose($0, indent: 2))\n" }.joined()
    }

    private func filled(_ text: String) -> String { Self.filled(text, self.seen) }

    /// Text in which something of the site's may stand.
    private func prose(_ text: String, indent: Int) -> String {
        HangingText.lines(DiagnosisPaint.safe(text), indent: indent, width: self.width)
    }

    /// The test that tells a cause from others; none where this walk was that test.
    static func next(_ cause: SiteCause, _ seen: Observations) -> String? {
        guard let next = cause.words.next else { return nil }
        let isDone = !seen.origins.isEmpty && next.hasSuffix("--origin THE-ORIGIN")
        return isDone ? nil : Self.filled(next, seen)
    }

    /// The site's own host, port and address in the place of the words that stand for them.
    static func filled(_ text: String, _ seen: Observations) -> String {
        let target = seen.finalTarget
        let address = (seen.pages.first { !Judge.isGood($0) } ?? seen.pages.first)?.address.hostText
        var words: [String] = []
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            var filled = String(word)
            if let origin = seen.origins.first?.address {
                filled = filled.replacing("THE-ORIGIN:443", with: origin.at(port: 443).text)
                filled = filled.replacing("THE-ORIGIN", with: origin.text)
            }
            // An origin that was not given, or another resolver, is not known: the words stay.
            if !filled.contains("-") {
                filled = filled.replacing("HOST", with: target.host)
                filled = filled.replacing("PORT", with: String(target.port))
                if let address { filled = filled.replacing("ADDRESS", with: address) }
                filled = filled.replacing("URL", with: RepeatedSteps.quoted(target.redacted))
            }
            words.append(filled)
        }
        return words.joined(separator: " ")
    }
}
