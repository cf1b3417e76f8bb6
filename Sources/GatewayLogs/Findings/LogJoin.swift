import GatewayFaults

/// Puts the lines of one request together: what the access log has and what an error log says about it.
///
/// By the request's id where both have one, by client and request where the message has both, else by client, and by time: nginx writes an exchange down when
/// it ends, just behind the message, Apache dates it at its beginning. A line of each side is used once.
struct LogJoin {
    /// Milliseconds that a message may lie before and behind the exchange.
    private struct Window {
        var before: Int64
        var behind: Int64
    }

    /// Times without fractions are cut, and two processes write: some disorder is natural.
    private static let endDated = Window(before: 4000, behind: 2500)
    /// As long as Apache may take for one exchange with its usual limits.
    private static let startDated = Window(before: 1500, behind: 310_000)

    private(set) var records: [FailureRecord]
    /// The message that explains a record, by places in `records`.
    private(set) var messageOf: [Int: Int] = [:]
    private(set) var isUsed: [Bool]

    init(_ records: [FailureRecord], isApache: Bool) {
        self.records = records
        self.isUsed = [Bool](repeating: false, count: records.count)
        guard records.contains(where: { $0.kind == .exchange }), records.contains(where: { $0.kind == .message }) else {
            return
        }
        let window = isApache ? Self.startDated : Self.endDated
        self.join(window, withContent: true) { $0.requestID }
        self.join(window) { $0.target != 0 || $0.endpoint != 0 ? $0.request : 0 }
        // Apache's messages about content do not name the request, and may be about one that was answered with 502.
        self.join(window, withContent: isApache) { $0.kind == .exchange || $0.target == 0 ? $0.client : 0 }
    }

    private mutating func join(_ window: Window, withContent: Bool = false, by key: (FailureRecord) -> UInt64) {
        var messages: [UInt64: [Int]] = [:]
        var exchanges: [Int] = []
        for (index, record) in self.records.enumerated() where record.time != Calendar.unknown {
            let key = key(record)
            guard key != 0 else { continue }
            if record.kind == .message, !self.isUsed[index], withContent || !Self.breaksContent(record) {
                messages[key, default: []].append(index)
            } else if record.kind == .exchange, self.messageOf[index] == nil,
                record.verdict == .untold || record.verdict == .clientLeft || record.isInferred
            {
                exchanges.append(index)
            }
        }
        guard !messages.isEmpty else { return }
        let times = self.records.map(\.time)
        for key in messages.keys { messages[key]?.sort { times[$0] < times[$1] } }
        exchanges.sort { times[$0] < times[$1] }
        // Where the search of a key's messages goes on: both sides come in order of time.
        var next: [UInt64: Int] = [:]
        for index in exchanges {
            let key = key(self.records[index])
            guard let candidates = messages[key] else { continue }
            var at = next[key] ?? 0
            let time = times[index]
            while at < candidates.count, times[candidates[at]] < time - window.before { at += 1 }
            guard at < candidates.count, times[candidates[at]] <= time + window.behind else {
                next[key] = at
                continue
            }
            let found = candidates[at]
            self.isUsed[found] = true
            next[key] = at + 1
            self.messageOf[index] = found
            self.explain(index, by: found)
        }
    }

    /// A message about content that broke off: the exchange has the status that was sent before, and did not fail by it.
    static func breaksContent(_ record: FailureRecord) -> Bool {
        guard record.verdict == .told, let detail = record.cause.detail else { return false }
        return detail.defaultPhase == .responseBody
    }

    private mutating func explain(_ index: Int, by message: Int) {
        let told = self.records[message]
        let isInferred = self.records[index].isInferred && told.verdict == .told
        guard self.records[index].verdict == .untold || isInferred else { return }
        self.records[index].verdict = told.verdict
        self.records[index].cause = told.cause
        if self.records[index].upstream == 0 { self.records[index].upstream = told.upstream }
        if self.records[index].host == 0 { self.records[index].host = told.host }
    }

    /// Exchanges that nothing explains are the origin's own answers where `isCovered` says that a message would be there.
    mutating func settle(_ isCovered: (FailureRecord) -> Bool) {
        for index in self.records.indices {
            let record = self.records[index]
            guard record.kind == .exchange, record.verdict == .untold, isCovered(record) else { continue }
            self.records[index].verdict = .origin
        }
    }
}
