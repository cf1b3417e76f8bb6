import Foundation

/// Recorded/README.md: what the recordings proved, so that a reader can check it against them.
struct RecordedPage {
    let proofs: [RecordedProof]

    var text: String {
        Self.introduction + self.table + self.proofs.map { self.details(of: $0) }.joined()
    }

    private static let introduction = """
        # What was made of recorded failures

        Lines that real proxies wrote in front of the lab's scenarios (record.py; its settings are in recording/), and how \
        many of the failures `goodgate logs` tells as what. The scenario is the truth (truth.txt). Written by the tests.

        A failure is right when it is told as the very fault of its scenario. Often a log says the very same, word for word, \
        about different faults: then nobody can tell them apart by it. Such scenarios are a *group*, found by comparing the \
        lines with numbers, ids and the scenario's name taken out (LineShape.swift); a status, an errno, a code and -1 stay. \
        In a group, a failure is right when it is told as one of the group's faults; the columns say what the fault that was \
        told and the one that happened have in common: the RFC 9209 type, else phase and side, else the side. \
        Anything else is wrong, and so is everything but the very fault where the lines differ. `origin-502` and the like \
        are no failures of the proxy: the origin answered with that status, and it is to be told as the origin's.

        | log | failures | the very fault | type | phase | side | wrong | right |
        |---|---:|---:|---:|---:|---:|---:|---:|

        """

    private var table: String {
        self.proofs.map { proof in
            let share = String(format: "%.1f %%", 100 * Double(proof.right) / Double(max(1, proof.all)))
            let counts = RecordedProof.Closeness.allCases.map { String(proof.count($0)) }.joined(separator: " | ")
            return "| \(proof.recording.title) | \(proof.all) | \(counts) | \(share) |\n"
        }.joined()
    }

    private func details(of proof: RecordedProof) -> String {
        var text = "\n## \(proof.recording.title)\n"
        for group in proof.groups where group.isMixed {
            let members = group.faults.map { "\($0.path.dropFirst()) (`\($0.fault)`)" }.joined(separator: ", ")
            let told = group.told.sorted().map { "`\($0)`" }.joined(separator: ", ")
            text += "\nTold as \(told): \(members).\n\n```text\n"
            text += group.evidence.map { $0.count > 300 ? $0.prefix(300) + "…" : $0[...] }.joined(separator: "\n")
            text += "\n```\n"
        }
        let passed = proof.passedOn.map { String($0.dropFirst()) }.joined(separator: ", ")
        return text + "\nNo failure in the log (passed on, made up for, or the client left first): \(passed).\n"
    }
}
