import GatewayFaults

/// What follows from all that was counted: lines joined, failures grouped by cause.
struct Findings {
    let reading: LogReading
    let groups: [CauseGroup]
    /// Attempts that failed while their request did not.
    let attempts: [CauseGroup]
    /// Failures of which the access log alone did not say why, and an error log did.
    let joined: UInt64
    /// Exact: exchanges that failed, and messages where there are no exchanges.
    let failures: UInt64
    let clientsLeft: UInt64
    let records: [FailureRecord]
    let weight: UInt64

    init(_ reading: LogReading) {
        let tally = reading.tally
        self.reading = reading
        self.weight = tally.failures.weight
        let isApache = reading.files.contains { $0.format == .apacheError }
        let originals = tally.failures.records.sorted { $0.place < $1.place }
        var join = LogJoin(originals, isApache: isApache)
        let hasExchanges = tally.exchanges > 0
        Self.blameOrigins(&join, tally)
        var groups: [CauseGroup.Key: CauseGroup] = [:]
        for (index, record) in join.records.enumerated() {
            guard record.verdict != .clientLeft, !join.isUsed[index] else { continue }
            // With an access log beside it, a message without an exchange is an attempt that was made up for.
            let isAttempt = record.kind == .message && hasExchanges && !LogJoin.breaksContent(record)
            let key = CauseGroup.Key(record, isAttempt: isAttempt)
            groups[key, default: CauseGroup(key)].add(record, weight: self.weight)
            if let message = join.messageOf[index] { groups[key]?.addMessage(originals[message].place) }
        }
        let all = groups.values.sorted { ($0.count, $1.first) > ($1.count, $0.first) }
        self.groups = all.filter { !$0.key.isAttempt }
        self.attempts = all.filter(\.key.isAttempt)
        self.joined = UInt64(join.messageOf.count) * self.weight
        self.records = join.records.enumerated().filter { !join.isUsed[$0.offset] }.map(\.element)
        self.clientsLeft = Self.sum(tally) { $0.kind == .exchange && $0.verdict == .clientLeft }
        let failed = Self.sum(tally) { $0.kind == .exchange && $0.verdict != .clientLeft && $0.verdict != .fine }
        let broken = self.groups.filter { $0.statuses.isEmpty }.reduce(0) { $0 + $1.count }
        self.failures =
            hasExchanges ? failed + broken : Self.sum(tally) { $0.kind == .message && $0.verdict != .clientLeft }
    }

    private static func sum(_ tally: Tally, _ isMeant: (CauseKey) -> Bool) -> UInt64 {
        tally.causes.sum(isMeant)
    }

    /// A gateway that fails says so in its error log.
    ///
    /// Where that covers the time and is silent, the status is the origin's own.
    private static func blameOrigins(_ join: inout LogJoin, _ tally: Tally) {
        guard tally.firstMessage < tally.lastMessage, !join.messageOf.isEmpty else { return }
        join.settle { record in
            record.time >= tally.firstMessage - 1000 && record.time <= tally.lastMessage + 1000
        }
    }
}

extension CauseKey {
    init(_ record: FailureRecord) {
        self.init(kind: record.kind, verdict: record.verdict, cause: record.cause, status: record.status)
    }
}
