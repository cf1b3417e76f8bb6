import GatewayFaults
import GatewayGuide

/// Turns findings into a report.
public struct ReportMaker {
    private static let steps = 60

    let findings: Findings
    let options: ReportOptions
    private let lineStarts: [LinePlace: UInt64]
    /// The lines whose text was kept.
    private let texts: [LinePlace: String]
    private var tally: Tally { self.findings.reading.tally }

    public init(_ reading: LogReading, _ options: ReportOptions) {
        self.findings = Findings(reading)
        self.options = options
        self.lineStarts = Self.lineStarts(reading.tally)
        var texts: [LinePlace: String] = [:]
        for sample in reading.tally.samples.values.joined() { texts[sample.place] = sample.text }
        self.texts = texts
    }

    public func report() -> LogReport {
        let tally = self.tally
        let isTimed = tally.first <= tally.last
        let tables =
            [Self.table("status", self.statusCounts())] + self.options.keys.filter { $0 != .status }.map(self.table)
        return LogReport(
            inputs: self.findings.reading.files.map {
                let format = $0.format ?? .unknown
                return .init(file: $0.name, format: format.rawValue, title: $0.title)
            },
            problems: self.findings.reading.problems,
            totals: self.totals(),
            first: isTimed ? Self.text(tally.first) : nil,
            last: isTimed ? Self.text(tally.last) : nil,
            stepSeconds: isTimed ? Double(tally.last - tally.first) / 1000 / Double(Self.steps) : 0,
            statuses: self.statusCounts(),
            causes: self.findings.groups.map(self.cause),
            attempts: self.findings.attempts.map(self.cause),
            timeline: self.timeline(),
            tables: tables,
            events: self.events(),
            unclassified: self.unclassified(),
            notes: ReportNotes(findings: self.findings).all()
        )
    }

    // MARK: - Totals

    private func totals() -> LogReport.Totals {
        let tally = self.tally
        let all = max(tally.exchanges, self.findings.failures)
        return LogReport.Totals(
            lines: tally.lines,
            bytes: tally.bytes,
            requests: tally.exchanges,
            messages: tally.messages,
            failures: self.findings.failures,
            failureShare: all == 0 || tally.exchanges == 0 ? 0 : Double(self.findings.failures) / Double(all),
            clientsLeft: self.findings.clientsLeft,
            unreadableLines: tally.unreadable,
            cutLines: tally.cutLines,
            linesOutsideTimes: tally.outside,
            bytesNotRead: self.findings.reading.files.reduce(0) { sum, file in
                sum + UInt64(file.part.map { max(0, file.size - $0.count) } ?? 0)
            },
            timesGoingBack: tally.timesGoingBack,
            visitorsHit: tally.visitors.estimate,
            joined: self.findings.joined,
            cost: self.options.costPerRequest.map { $0 * Double(self.findings.failures) }
        )
    }

    private func statusCounts() -> [LogReport.Count] {
        let all = max(1, self.tally.exchanges)
        return self.tally.statuses.enumerated().filter { $0.element > 0 && $0.offset > 0 }.sorted {
            $0.element > $1.element
        }
        .map {
            .init(name: String($0.offset), count: $0.element, share: Double($0.element) / Double(all), requests: nil)
        }
    }

    private func timeline() -> [LogReport.Step] {
        let tally = self.tally
        guard tally.first <= tally.last else { return [] }
        let first = tally.first / 1000
        let last = tally.last / 1000
        let steps = tally.timeline.steps(from: first, to: last, count: Self.steps)
        return steps.enumerated().map { index, counts in
            let time = first + (last - first + 1) * Int64(index) / Int64(Self.steps)
            return .init(time: Self.text(time * 1000), requests: counts.requests, failures: counts.failures)
        }
    }

    // MARK: - One cause

    private func cause(_ group: CauseGroup) -> LogReport.CauseEntry {
        let words = CauseWords(group)
        let fault = group.key.detail.map { Fault($0) }
        let all = max(1, group.key.isAttempt ? group.count : max(self.findings.failures, group.count))
        let isTimed = group.first <= group.last
        return LogReport.CauseEntry(
            fault: fault?.detail.token ?? group.key.verdict.token,
            title: words.title,
            type: fault?.kind.token,
            side: fault?.side.token,
            phase: fault?.phase.token,
            retry: fault?.retryClass.label,
            temporary: fault?.detail.isTemporary,
            product: group.row?.product.title,
            name: group.row?.name,
            count: group.count,
            share: min(1, Double(group.count) / Double(all)),
            first: isTimed ? Self.text(group.first) : nil,
            last: isTimed ? Self.text(group.last) : nil,
            ongoing: self.isOngoing(group),
            visitors: group.visitors.estimate,
            meaning: words.meaning,
            who: words.who,
            fix: words.fix,
            statuses: Self.top(group.statuses.map { (String($0.key), $0.value, nil) }, of: group.count, 5),
            endpoints: self.top(group.endpoints, of: group.count) { self.tally.endpoints[$0] },
            upstreams: self.top(group.upstreams, of: group.count) { _ in nil },
            patterns: Patterns(group: group, tally: self.tally).all(),
            timeline: self.steps(of: group),
            samples: self.samples(of: group)
        )
    }

    /// Whether the last one is near the end of the log, measured by how often they come.
    private func isOngoing(_ group: CauseGroup) -> Bool {
        let tally = self.tally
        guard group.first <= group.last, tally.first < tally.last else { return false }
        let usual = (group.last - group.first) / Int64(max(1, group.times.count))
        return tally.last - group.last <= max(60_000, usual * 3, (tally.last - tally.first) / 50)
    }

    private func steps(of group: CauseGroup) -> [UInt64] {
        let tally = self.tally
        guard tally.first < tally.last else { return [] }
        var steps = [UInt64](repeating: 0, count: Self.steps)
        let scale = Double(group.count) / Double(max(1, group.times.count))
        for time in group.times {
            let step = Int(Double(time - tally.first) / Double(tally.last - tally.first + 1) * Double(Self.steps))
            steps[max(0, min(Self.steps - 1, step))] += 1
        }
        return scale > 1 ? steps.map { UInt64(Double($0) * scale) } : steps
    }

    /// Lines of the group.
    ///
    /// A message says more than a line of an access log, so it comes first. Of most lines only the place is known,
    /// because only some texts are kept.
    private func samples(of group: CauseGroup) -> [LogReport.Sample] {
        let messages = self.sampled(group.messagePlaces)
        let lines = self.sampled(group.places)
        let all = messages.prefix(1) + lines.prefix(1) + messages.dropFirst().prefix(1) + lines.dropFirst()
        let told = all.filter { !$0.text.isEmpty }
        return Array((told.isEmpty ? Array(all) : Array(told)).prefix(3))
    }

    private func sampled(_ places: [LinePlace]) -> [LogReport.Sample] {
        let known = places.compactMap { place in self.texts[place].map { LineSample(place: place, text: $0) } }
        let chosen = known.isEmpty ? places.prefix(2).map { LineSample(place: $0, text: "") } : Array(known.prefix(2))
        return chosen.map(self.sample)
    }

    // MARK: - Tables

    private static func table(_ by: String, _ rows: [LogReport.Count]) -> LogReport.Table { .init(by: by, rows: rows) }

    private func table(_ key: ReportOptions.Key) -> LogReport.Table {
        var counts: [UInt64: UInt64] = [:]
        var all: UInt64 = 0
        for record in self.findings.records where record.verdict != .clientLeft {
            guard let hash = Self.hash(of: record, key) else { continue }
            counts[hash, default: 0] += self.findings.weight
            all += self.findings.weight
        }
        let rows: [(String, UInt64, UInt64?)] = counts.map { hash, count in
            switch key {
            case .status: (String(hash), count, nil)
            case .method: (FailureRecord.Method(rawValue: UInt8(hash))?.name ?? "?", count, nil)
            case .endpoint: (self.tally.names[hash] ?? "(names beyond the limit)", count, self.tally.endpoints[hash])
            case .url, .upstream, .host, .client: (self.tally.names[hash] ?? "(names beyond the limit)", count, nil)
            }
        }
        return Self.table(key.rawValue, Self.top(rows, of: all, self.options.top))
    }

    private static func hash(of record: FailureRecord, _ key: ReportOptions.Key) -> UInt64? {
        let hash: UInt64 =
            switch key {
            case .endpoint: record.endpoint
            case .url: record.target
            case .upstream: record.upstream
            case .host: record.host
            case .client: record.client
            case .status: UInt64(record.status)
            case .method: UInt64(record.method.rawValue)
            }
        return hash == 0 && key != .method ? nil : hash
    }

    private func top(
        _ counts: [UInt64: UInt64],
        of all: UInt64,
        requests: (UInt64) -> UInt64?
    ) -> [LogReport.Count] {
        Self.top(
            counts.compactMap { hash, count in self.tally.names[hash].map { ($0, count, requests(hash)) } },
            of: all,
            5
        )
    }

    private static func top(_ rows: [(String, UInt64, UInt64?)], of all: UInt64, _ most: Int) -> [LogReport.Count] {
        rows.sorted { ($0.1, $1.0) > ($1.1, $0.0) }.prefix(most).map {
            .init(name: $0.0, count: $0.1, share: Double($0.1) / Double(max(1, all)), requests: $0.2)
        }
    }
}

// MARK: - Events, places, times

extension ReportMaker {
    private func events() -> [LogReport.Event] {
        self.tally.eventCounts.filter { $0.key != .none }.sorted { $0.value > $1.value }.map { event, count in
            let known = self.tally.events.filter { $0.event == event }
            let last = known.last
            let isTimed = last.map { $0.time != Calendar.unknown } ?? false
            return .init(
                event: event.title,
                count: count,
                last: isTimed ? last.map { Self.text($0.time) } : nil,
                sample: last.map { self.sample(LineSample(place: $0.place, text: $0.text)) }
            )
        }
    }

    private func unclassified() -> [LogReport.Sample] {
        let keys = self.tally.samples.filter { $0.key.verdict == .unclassified || $0.key.kind == .unreadable }
        return keys.values.flatMap(\.self).sorted { $0.place < $1.place }.prefix(5).map(self.sample)
    }

    private func sample(_ sample: LineSample) -> LogReport.Sample {
        let files = self.findings.reading.files
        let file = Int(sample.place.file) < files.count ? files[Int(sample.place.file)].name : "?"
        let piece = LinePlace(file: sample.place.file, piece: sample.place.piece, line: 0)
        let part = Int(sample.place.file) < files.count ? files[Int(sample.place.file)].part : nil
        let offset = part.flatMap { $0.lowerBound > 0 ? UInt64($0.lowerBound) : nil }
        let line = (self.lineStarts[piece] ?? 0) + UInt64(sample.place.line)
        return .init(file: file, line: line, offset: offset, text: sample.text)
    }

    /// How many lines of its file stand before each piece.
    private static func lineStarts(_ tally: Tally) -> [LinePlace: UInt64] {
        var starts: [LinePlace: UInt64] = [:]
        var before: (file: UInt32, lines: UInt64) = (0, 0)
        for (place, lines) in tally.pieceLines.sorted(by: { $0.key < $1.key }) {
            if place.file != before.file { before = (place.file, 0) }
            starts[place] = before.lines
            before.lines += UInt64(lines)
        }
        return starts
    }

    static func text(_ milliseconds: Int64) -> String { UTCTime.text(milliseconds: milliseconds) }
}
