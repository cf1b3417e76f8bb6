/// Finds the part of a file whose lines can lie between two times, by bisection.
///
/// Safe for files that are not in order: places all over the file are looked at first, and where one is older than
/// those before it, all of the file is read. What lies between the places can be out of order unseen.
struct TimeSearch: LineRun {
    /// What was found out.
    enum Outcome: Hashable, Sendable {
        case part(Range<Int>)
        /// All of it has to be read.
        case unordered
        case withoutTimes
    }

    /// As much disorder as a log has by nature.
    private static let disorder: Int64 = 60_000
    /// How much later than it began an exchange may be written down.
    private static let longestExchange: Int64 = 600_000
    private static let places = 33

    let file: FileBytes
    let since: Int64
    let until: Int64
    private(set) var outcome = Outcome.withoutTimes

    init(file: FileBytes, since: Int64, until: Int64) {
        self.file = file
        self.since = since
        self.until = until
    }

    mutating func run(
        _ dialect: some Dialect,
        _ settings: DialectSettings,
        _ buffer: inout [UInt8],
        _ tally: inout Tally
    ) throws(InputProblem) {
        var probe = TimeProbe(file: self.file, dialect: dialect, settings: settings)
        if let outcome = try self.order(&probe, &buffer) {
            self.outcome = outcome
        } else {
            self.outcome = try self.search(&probe, &buffer)
        }
    }

    /// nil where the file is in order.
    private func order(_ probe: inout TimeProbe<some Dialect>, _ buffer: inout [UInt8]) throws(InputProblem) -> Outcome?
    {
        var latest = Int64.min + Self.disorder
        for place in 0..<Self.places {
            let offset = (self.file.size - 1) / Self.places * place
            guard let time = try probe.time(at: offset, &buffer) else { return .withoutTimes }
            guard time >= latest - Self.disorder else { return .unordered }
            latest = max(latest, time)
        }
        return nil
    }

    private func search(_ probe: inout TimeProbe<some Dialect>, _ buffer: inout [UInt8]) throws(InputProblem) -> Outcome
    {
        var lower = 0
        var upper = self.file.size
        if self.since > Int64.min + Self.disorder {
            let place = try self.place(of: self.since - Self.disorder, &probe, &buffer)
            lower = try probe.lineStart(from: place.before, &buffer)
        }
        if self.until < Int64.max - Self.longestExchange {
            upper = try self.place(of: self.until + Self.longestExchange, &probe, &buffer).behind
        }
        return .part(lower..<max(lower, upper))
    }

    /// A place with older lines and one with lines of that time or newer, near to each other.
    private func place(
        of time: Int64,
        _ probe: inout TimeProbe<some Dialect>,
        _ buffer: inout [UInt8]
    ) throws(InputProblem) -> (before: Int, behind: Int) {
        var before = 0
        var behind = self.file.size
        while behind - before > TimeProbe<CombinedDialect>.window {
            let middle = before + (behind - before) / 2
            // Without a time it could be on either side; the later one leaves more to be read.
            let isOlder = try probe.time(at: middle, &buffer).map { $0 < time } ?? false
            if isOlder { before = middle } else { behind = middle }
        }
        // Lines begin behind the place that was looked at, and the first of them may be in time.
        return (before, min(self.file.size, behind + TimeProbe<CombinedDialect>.window))
    }
}
