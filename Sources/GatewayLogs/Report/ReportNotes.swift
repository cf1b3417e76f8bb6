/// What the numbers of a report do not say by themselves.
struct ReportNotes {
    let findings: Findings

    func all() -> [String] {
        let tally = self.findings.reading.tally
        var notes: [String] = []
        if self.findings.weight > 1 {
            notes.append(
                "There are more failures than are kept: causes, tables and patterns come from every "
                    + "\(self.findings.weight)th, chosen by client; the totals are exact."
            )
        }
        if tally.endpoints.others > 0 {
            notes.append(
                "\(Figure.count(tally.endpoints.others)) requests are to endpoints beyond the first "
                    + "\(Figure.count(UInt64(tally.endpoints.distinct))), which are not counted one by one."
            )
        }
        if tally.unreadable > 0 {
            notes.append(
                "\(Figure.count(tally.unreadable)) lines are not of the format of their file and were left out."
            )
        }
        if tally.cutLines > 0 {
            notes.append("\(Figure.count(tally.cutLines)) lines are longer than 1 MiB; only their beginning was read.")
        }
        if tally.timesGoingBack > 0 {
            notes.append("The time goes back by more than a minute in \(Figure.count(tally.timesGoingBack)) places.")
        }
        if tally.withoutTime > 0 {
            notes.append("\(Figure.count(tally.withoutTime)) lines have no time that can be read.")
        }
        let hasGateways = self.findings.reading.files.contains { $0.format == .combined || $0.format == .vhostCombined }
        if hasGateways, self.findings.joined == 0, self.findings.groups.contains(where: { $0.key.verdict == .untold }) {
            notes.append("No error log explains the failures of the access log: with it their causes can be told.")
        }
        return notes + self.findings.reading.notes
    }
}
