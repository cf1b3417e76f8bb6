import GatewayGuide

/// Compares what clients were told who shared one request: each as if it were alone, and that they shared it.
struct DrillShare: Sendable {
    let drill: DrillCase
    /// One for each client.
    let judges: [DrillJudge]

    private typealias Mark = DrillVerdict.Mark

    var verdict: DrillVerdict {
        guard var verdict = self.judges.first?.verdict else { return DrillVerdict(drill: self.drill) }
        for other in self.judges.dropFirst().map(\.verdict) {
            for place in DrillVerdict.Place.allCases where !Self.differs(verdict.marks[place]) {
                verdict.marks[place] = other.marks[place]
            }
        }
        guard self.drill.isShared else { return verdict }
        if !Self.differs(verdict.marks[.metric]) { verdict.marks[.metric] = self.metric }
        if !Self.differs(verdict.marks[.explain]) { verdict.marks[.explain] = self.explanation }
        return verdict
    }

    private static func differs(_ mark: Mark?) -> Bool {
        guard case .differs? = mark else { return false }
        return true
    }

    /// What each of them saw is counted for the server whose answer it was, whoever asked.
    private var metric: Mark {
        let count = self.judges.first?.metrics.visible(route: self.drill.name) ?? 0
        return count == self.drill.clients
            ? .agrees : .differs("\(count) of \(self.drill.clients) clients are counted for the server")
    }

    private var explanation: Mark {
        let incidents = self.judges.compactMap(\.incident)
        guard Set(incidents.map(\.id)).count == self.drill.clients else {
            return .differs("\(incidents.count) of \(self.drill.clients) clients have a story")
        }
        let asked = incidents.count { !$0.attempts.isEmpty }
        return asked == 1 ? .agrees : .differs("\(asked) of \(self.drill.clients) clients asked the server, not one")
    }
}
