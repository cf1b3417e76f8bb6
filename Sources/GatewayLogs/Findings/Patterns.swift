/// Looks for what the failures of one cause have in common: one endpoint or URL, one method, one upstream, a size, a
/// timer, a period, idle times, restarts.
///
/// Says a pattern only where it is clear: enough failures, and a share that the traffic as a whole does not have.
struct Patterns {
    static let fewest: UInt64 = 8

    let group: CauseGroup
    let tally: Tally

    /// The patterns in words, the most telling first.
    func all() -> [LogPattern] {
        [
            self.restart(), self.timer(), self.period(), self.idle(), self.requestSize(), self.responseSize(),
            self.url() ?? self.endpoint(), self.method(), self.upstream(), self.burst(),
        ]
        .compactMap { $0 }
    }

    // MARK: - One place

    private func endpoint() -> LogPattern? {
        guard self.group.count >= Self.fewest,
            let (hash, count) = self.group.endpoints.max(by: { $0.value < $1.value }), let name = self.tally.names[hash]
        else { return nil }
        let share = Double(count) / Double(self.group.count)
        let requests = self.tally.endpoints[hash]
        let usual = self.tally.exchanges > 0 ? Double(requests) / Double(self.tally.exchanges) : 0
        guard share >= 0.8, usual < share / 2 else { return nil }
        var text = "\(Figure.percent(share)) of them are requests to \(name)"
        if requests > 0 {
            text +=
                ", which gets \(Figure.percent(usual)) of the traffic and fails in \(Figure.percent(min(1, Double(count) / Double(requests)))) of it"
        }
        return LogPattern(kind: .oneEndpoint, text: text, share: share)
    }

    /// One URL of an endpoint that has many: an id or a query that breaks the application.
    private func url() -> LogPattern? {
        guard self.group.count >= Self.fewest, self.group.endpoints.count > 0,
            let (hash, count) = self.group.targets.max(by: { $0.value < $1.value }), let name = self.tally.names[hash]
        else { return nil }
        let share = Double(count) / Double(self.group.count)
        // Where the path is the endpoint, the endpoint says it and knows how many requests there are.
        guard share >= 0.8, self.tally.names[self.group.endpoints.max { $0.value < $1.value }?.key ?? 0] != name else {
            return nil
        }
        let text = "\(Figure.percent(share)) of them are for one URL, \(name)"
        return LogPattern(kind: .oneURL, text: text, share: share)
    }

    private func method() -> LogPattern? {
        let known = self.group.methods.dropLast().reduce(0, +)
        guard known >= Self.fewest else { return nil }
        for method in [FailureRecord.Method.post, .put, .patch, .delete] {
            let share = Double(self.group.methods[Int(method.rawValue)]) / Double(known)
            let requests = self.tally.methods[Int(method.rawValue)]
            let usual = Double(requests) / Double(max(1, self.tally.exchanges))
            guard share >= 0.95, usual < share * 0.75 else { continue }
            return LogPattern(
                kind: .oneMethod,
                text: "only \(method.name) fails (\(Figure.percent(share))): a proxy may not send it again by itself",
                share: share
            )
        }
        return nil
    }

    private func upstream() -> LogPattern? {
        let known = self.group.upstreams.values.reduce(0, +)
        guard known >= Self.fewest, let (hash, count) = self.group.upstreams.max(by: { $0.value < $1.value }),
            let name = self.tally.names[hash]
        else { return nil }
        let share = Double(count) / Double(known)
        // Where requests are not counted by upstream, only failures elsewhere show that there are others.
        let isCounted = self.tally.upstreams.distinct > 0
        let usual = Double(self.tally.upstreams[hash]) / Double(max(1, self.tally.exchanges))
        guard share >= 0.9, isCounted ? usual < share / 2 : self.group.upstreams.count > 1 else { return nil }
        return LogPattern(kind: .oneUpstream, text: "\(Figure.percent(share)) at upstream \(name)", share: share)
    }

    // MARK: - Time

    /// Durations that stand at one value: somebody's timer.
    ///
    /// Known values of timers need less to be believed.
    private func timer() -> LogPattern? {
        let durations = self.group.durations.filter { $0 >= 900 }
        guard durations.count >= Int(Self.fewest) else { return nil }
        var bins: [Int32: Int] = [:]
        for duration in durations { bins[(duration + 250) / 500, default: 0] += 1 }
        guard let bin = bins.max(by: { $0.value < $1.value }) else { return nil }
        let near = (bins[bin.key - 1] ?? 0) + bin.value + (bins[bin.key + 1] ?? 0)
        let share = Double(near) / Double(self.group.durations.count)
        let seconds = Double(bin.key) / 2
        let isUsual = [5, 10, 15, 19, 20, 29, 30, 45, 55, 60, 90, 100, 120, 180, 240, 300, 600].contains(seconds)
        guard share >= (isUsual ? 0.5 : 0.8) else { return nil }
        let shown = seconds == seconds.rounded() ? String(Int(seconds)) : String(seconds)
        return LogPattern(
            kind: .timer,
            text: "\(Figure.percent(share)) end after \(shown) s: a timer of \(shown) s, not chance",
            share: share
        )
    }

    /// Bursts at equal distances.
    private func period() -> LogPattern? {
        let starts = self.burstStarts()
        guard starts.count >= 4 else { return nil }
        let gaps = zip(starts.dropFirst(), starts).map { Double($0 - $1) / 1000 }
        let mean = gaps.reduce(0, +) / Double(gaps.count)
        // A burst that did not come leaves a gap of twice the period.
        let sorted = gaps.sorted()
        let median = sorted[sorted.count / 2]
        guard median >= 20, mean > 0 else { return nil }
        let fitting = gaps.count { gap in
            let times = (gap / median).rounded()
            return times >= 1 && abs(gap - times * median) <= max(2, median * 0.04)
        }
        let share = Double(fitting) / Double(gaps.count)
        guard share >= 0.85 else { return nil }
        return LogPattern(
            kind: .period,
            text:
                "comes every \(Figure.time(median)) (\(starts.count) times): look for a job or a restart with that period",
            share: share
        )
    }

    /// The beginnings of bursts: failures with a pause before them that is long for this cause.
    private func burstStarts() -> [Int64] {
        let times = self.group.times.sorted()
        guard let first = times.first, let last = times.last, last > first else { return [] }
        let pause = max(15_000, (last - first) / 500)
        var starts = [first]
        for (next, time) in zip(times.dropFirst(), times) where next - time > pause { starts.append(next) }
        return starts.count > 2000 ? [] : starts
    }

    private func burst() -> LogPattern? {
        let starts = self.burstStarts()
        guard self.group.count >= 20, starts.count == 1, self.group.times.count > 1, self.tally.last > self.tally.first,
            self.group.last - self.group.first < (self.tally.last - self.tally.first) / 20
        else { return nil }
        let seconds = Double(self.group.last - self.group.first) / 1000
        return LogPattern(kind: .oneBurst, text: "all within \(Figure.time(seconds)): one incident", share: 1)
    }

    /// Failures that come just after a pause, more often than requests do: a kept connection that was closed meanwhile.
    private func idle() -> LogPattern? {
        let known = self.group.idle.reduce(0, +)
        guard known >= Self.fewest else { return nil }
        let gaps = self.tally.gaps.reduce(0, +)
        guard gaps > 100 else { return nil }
        for seconds in [60, 30, 15, 10, 5, 3] where seconds < 64 {
            let failed = Double(self.group.idle[seconds...].reduce(0, +)) / Double(known)
            let usual = Double(self.tally.gaps[seconds...].reduce(0, +)) / Double(gaps)
            guard failed >= 0.8, usual <= 0.4 else { continue }
            return LogPattern(
                kind: .afterIdle,
                text: "\(Figure.percent(failed)) are the first request after \(seconds) s or more without one: a kept "
                    + "connection that the origin had closed",
                share: failed
            )
        }
        return nil
    }

    /// The part of the time that lies just behind an event.
    private func covered(by events: [EventRecord]) -> Double {
        guard self.tally.last > self.tally.first else { return 0 }
        var sum: Int64 = 0
        var end = Int64.min
        for event in events.sorted(by: { $0.time < $1.time }) {
            let upper = min(self.tally.last, event.time + 30_000)
            sum += max(0, upper - max(end, max(self.tally.first, event.time - 5000)))
            end = max(end, upper)
        }
        return Double(sum) / Double(self.tally.last - self.tally.first)
    }

    /// Failures that begin when something happened to a process.
    private func restart() -> LogPattern? {
        // A server that is set aside is an effect of failures.
        let events = self.tally.events.filter {
            $0.event.breaksRequests && $0.event != .serverDown && $0.time != Calendar.unknown
        }
        let starts = self.burstStarts()
        guard !events.isEmpty, !starts.isEmpty else { return nil }
        var kinds: [LogEvent: Int] = [:]
        var followed = 0
        for start in starts {
            guard let event = events.first(where: { $0.time - 5000 <= start && start <= $0.time + 30_000 }) else {
                continue
            }
            kinds[event.event, default: 0] += 1
            followed += 1
        }
        let share = Double(followed) / Double(starts.count)
        // Where something happens all the time, something always happened just before.
        guard share >= 2 * self.covered(by: events) else { return nil }
        guard share >= 0.6, let kind = kinds.max(by: { $0.value < $1.value })?.key else { return nil }
        return LogPattern(
            kind: .afterEvent,
            text:
                "\(followed) of \(starts.count) outbreaks begin within 30 s of an event in the same logs: \(kind.title)"
                + (kind == .stopped || kind == .started ? ", as a restart or a deployment does" : ""),
            share: share
        )
    }
}
