import GatewayFaults
import GatewayLab

/// The drill's result as a table for people and as JSON for programs.
struct DrillReport {
    let verdicts: [DrillVerdict]
    let seconds: Double

    var agreeing: Int { self.verdicts.count { $0.agrees } }
    var isGood: Bool { self.agreeing == self.verdicts.count }

    // MARK: - For people

    func text(verbose: Bool) -> String {
        var lines = [Self.row("CASE", "FAULT", DrillVerdict.Place.allCases.map(\.rawValue)).uppercased()]
        for verdict in self.verdicts {
            lines.append(
                Self.row(
                    verdict.drill.name,
                    verdict.observed ?? verdict.drill.subject,
                    DrillVerdict.Place.allCases.map { Self.symbol(verdict.marks[$0]) }
                )
            )
            lines += verdict.differences.map { "    " + Console.bad($0) }
            guard verbose else { continue }
            let id = verdict.id.map { ", id \($0)" } ?? ""
            let kind = verdict.drill.wanted?.kind.token ?? "prevented"
            lines.append(Console.soft("    \(kind), \(Int(verdict.milliseconds)) ms\(id)"))
        }
        for (name, reason) in DrillCase.leftOut { lines.append(Console.soft("\(name): left out, \(reason)")) }
        let summary = "\(self.agreeing) of \(self.verdicts.count) agree, in \(Int(self.seconds.rounded())) s"
        lines += ["", self.isGood ? Console.good(summary) : Console.bad(summary)]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func row(_ name: String, _ fault: String, _ marks: [String]) -> String {
        func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(1, width - text.count))
        }
        // Symbols are one character wide whatever their colour, so each is followed by the rest of its column.
        let columns = zip(marks, DrillVerdict.Place.allCases).map { mark, place in
            let isSymbol = mark != place.rawValue
            return mark + String(repeating: " ", count: place.rawValue.count + 2 - (isSymbol ? 1 : mark.count))
        }
        return (padded(name, 32) + padded(fault, 36) + columns.joined()).trimmingTrailingSpaces
    }

    private static func symbol(_ mark: DrillVerdict.Mark?) -> String {
        switch mark {
        case .agrees?: Console.good("✓")
        case .differs?: Console.bad("✗")
        case .notTold?, nil: Console.soft("–")
        }
    }

    // MARK: - For programs

    var json: String {
        JSONOutput.text(
            Body(
                agree: self.agreeing,
                cases: self.verdicts.count,
                seconds: (self.seconds * 100).rounded() / 100,
                results: self.verdicts.map(Body.Result.init),
                leftOut: DrillCase.leftOut.map { Body.LeftOut(name: $0.name, reason: $0.reason) }
            )
        )
    }

    private struct Body: Encodable {
        struct Result: Encodable {
            let name: String
            let culprit: DrillCase.Culprit
            /// What several requests must show; absent where one is enough.
            let truth: String?
            let expected: [String]
            let observed: String?
            let id: String?
            let agrees: Bool
            let places: [String: String]
            let differences: [String]

            init(_ verdict: DrillVerdict) {
                self.name = verdict.drill.name
                self.culprit = verdict.drill.culprit
                self.truth = verdict.drill.trial?.truth
                self.expected = verdict.drill.expected.map(\.token)
                self.observed = verdict.observed
                self.id = verdict.id
                self.agrees = verdict.agrees
                self.differences = verdict.differences
                let pairs = DrillVerdict.Place.allCases.map { ($0.rawValue, Self.word(verdict.marks[$0])) }
                self.places = Dictionary(uniqueKeysWithValues: pairs)
            }

            private static func word(_ mark: DrillVerdict.Mark?) -> String {
                switch mark {
                case .agrees?: "agrees"
                case .differs?: "differs"
                case .notTold?, nil: "not told"
                }
            }
        }

        struct LeftOut: Encodable {
            let name: String
            let reason: String
        }

        let agree: Int
        let cases: Int
        let seconds: Double
        let results: [Result]
        let leftOut: [LeftOut]
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
