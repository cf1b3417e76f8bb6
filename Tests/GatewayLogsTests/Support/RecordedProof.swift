import GatewayFaults

@testable import GatewayLogs

/// How the failures of one recording are told, against what the peers really did.
///
/// The rule: a failure is right when it is told as the scenario's fault; or when its log says the very same about
/// scenarios with other faults, and it is told as one of those that is of the same side.
struct RecordedProof {
    /// How close a failure is told to what happened.
    enum Closeness: Int, CaseIterable, Comparable {
        case fault, type, phase, side, wrong

        static func < (left: Closeness, right: Closeness) -> Bool { left.rawValue < right.rawValue }
    }

    /// Scenarios about which the log says the very same.
    struct Group {
        var evidence: [String]
        var told: Set<String>
        /// Paths and their faults.
        var faults: [(path: String, fault: String)]

        /// Whether there is a choice: one fault alone can be told from all others.
        var isMixed: Bool { Set(self.faults.map(\.fault)).count > 1 }

        /// How close one fault of the group is to another, by what the two have in common.
        func closeness(of told: String, to fault: String) -> Closeness {
            guard told != fault else { return .fault }
            guard self.isMixed, self.faults.contains(where: { $0.fault == told }) else { return .wrong }
            if RecordedTruth.type(of: told) == RecordedTruth.type(of: fault) { return .type }
            guard RecordedTruth.side(of: told) == RecordedTruth.side(of: fault) else { return .wrong }
            return RecordedTruth.phase(of: told) == RecordedTruth.phase(of: fault) ? .phase : .side
        }
    }

    let recording: Recording
    private(set) var groups: [Group] = []
    private(set) var failures: [String: Closeness] = [:]
    private(set) var wrong: [String] = []
    /// Scenarios with a fault that left no failure in the log: the proxy passed the answer on, or made up for it.
    private(set) var passedOn: [String] = []

    init(_ recording: Recording) async throws {
        self.recording = recording
        let truth = try RecordedTruth()
        let lines = try RecordedLines(recording)
        let told = try await Self.told(recording, lines)
        var groups: [[String]: Group] = [:]
        for (path, names) in told {
            guard let fault = truth.fault(of: path) else { continue }
            let evidence = lines.evidence(of: path)
            var group = groups[evidence] ?? Group(evidence: evidence, told: [], faults: [])
            group.faults.append((path, fault))
            group.told.formUnion(names)
            groups[evidence] = group
        }
        for group in groups.values {
            for (path, fault) in group.faults { self.judge(path, fault, told[path] ?? [], group) }
        }
        self.groups = groups.values.map { group in
            var group = group
            group.faults.sort { $0.path < $1.path }
            return group
        }.sorted { $0.faults[0].path < $1.faults[0].path }
        self.wrong.sort()
        let failures = Set(self.failures.keys)
        self.passedOn = lines.asked.filter { truth.fault(of: $0) != nil && !failures.contains($0) }.sorted()
    }

    var all: Int { self.failures.count }
    var right: Int { self.failures.values.count { $0 < .wrong } }
    func count(_ closeness: Closeness) -> Int { self.failures.values.count { $0 == closeness } }

    /// Every line about a scenario counts; the one that is told worst decides.
    private mutating func judge(_ path: String, _ fault: String, _ told: Set<String>, _ group: Group) {
        var worst = Closeness.fault
        for name in told {
            let closeness = group.closeness(of: name, to: fault)
            worst = max(worst, closeness)
            if closeness == .wrong { self.wrong.append("\(path) (\(fault)): \(name)") }
        }
        self.failures[path] = worst
    }

    /// What the reader says about each path: the faults, or why it has none.
    private static func told(_ recording: Recording, _ lines: RecordedLines) async throws -> [String: Set<String>] {
        let reading = try await recording.read()
        var told: [String: Set<String>] = [:]
        for record in Findings(reading).records where record.verdict != .clientLeft && record.verdict != .fine {
            let file = reading.files[Int(record.place.file)].path.split(separator: "/").last.map(String.init) ?? ""
            guard let path = lines.path(of: file, line: Int(record.place.line)) else { continue }
            told[path, default: []].insert(record.cause.detail?.token ?? record.verdict.token)
        }
        return told
    }
}
