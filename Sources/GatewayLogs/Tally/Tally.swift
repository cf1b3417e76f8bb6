import GatewayFaults

/// Everything that one worker counted; tallies of several workers are merged at the end.
///
/// Bounded whatever the input: exact counts by time, status and cause, records of failures up to a limit, a few sample
/// lines for each cause. Does not judge: `Findings` does.
struct Tally: Sendable {
    /// Records of failures over all workers: with their copies while they are joined, some 60 MB.
    static let mostRecords = 1 << 17
    static let mostSamples = 3
    private static let mostKinds = 600
    static let mostEvents = 2000
    /// Years that a server's log may come from; anything else is no date.
    private static let plausible: ClosedRange<Int64> = 631_152_000_000...4_102_444_800_000

    var lines: UInt64 = 0
    var bytes: UInt64 = 0
    var exchanges: UInt64 = 0
    var messages: UInt64 = 0
    var unreadable: UInt64 = 0
    var withoutTime: UInt64 = 0
    var timesGoingBack: UInt64 = 0
    var cutLines: UInt64 = 0
    var outside: UInt64 = 0
    var sentBytes: UInt64 = 0
    var first: Int64 = .max
    var last: Int64 = .min
    /// The time that messages of gateways cover, so that their silence says something.
    var firstMessage: Int64 = .max
    var lastMessage: Int64 = .min
    var statuses = [UInt64](repeating: 0, count: 1000)
    /// Requests by method.
    var methods = [UInt64](repeating: 0, count: FailureRecord.Method.allCases.count)
    var timeline = Timeline()
    var requestSizes = SizeHistogram()
    var responseSizes = SizeHistogram()
    var endpoints = HashCounts()
    /// Requests by upstream, in formats that say it on every line.
    var upstreams = HashCounts()
    var causes = CauseCounts()
    var failures: FailureStore
    var names = Names()
    var samples: [CauseKey: [LineSample]] = [:]
    var events: [EventRecord] = []
    var eventCounts: [LogEvent: UInt64] = [:]
    var visitors = ClientSketch()
    /// Requests by whole seconds since the one before in the same file, up to 63.
    var gaps = [UInt64](repeating: 0, count: 64)
    /// Lines of each piece that was read; one worker reads a piece.
    var pieceLines: [LinePlace: UInt32] = [:]

    private var previousTime = Calendar.unknown
    private let since: Int64
    private let until: Int64

    init(since: Int64 = .min, until: Int64 = .max, mostRecords: Int = Tally.mostRecords) {
        self.since = since
        self.until = until
        self.failures = FailureStore(most: mostRecords)
    }

    /// A piece of a file begins: what came before it is not known.
    mutating func beginPiece() { self.previousTime = Calendar.unknown }

    mutating func endPiece(_ place: LinePlace) {
        self.pieceLines[LinePlace(file: place.file, piece: place.piece, line: 0)] = place.line
    }

    /// Counts one line of `bytes[start..<end]`; tells whether it is a failure that was counted.
    @inline(__always)
    mutating func add(_ line: LogLine, _ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int, at place: LinePlace)
        -> Bool
    {
        self.lines &+= 1
        guard line.kind == .exchange else { return self.addOther(line, bytes, start, end, at: place) }
        guard line.time >= self.since, line.time <= self.until else {
            self.outside &+= 1
            return false
        }
        self.exchanges &+= 1
        self.statuses[Int(min(line.status, 999))] &+= 1
        self.sentBytes &+= UInt64(clamping: line.bytes)
        self.responseSizes.add(line.bytes)
        self.methods[Int(FailureRecord.Method(beginning: line.method, bytes).rawValue)] &+= 1
        if line.requestBytes >= 0 { self.requestSizes.add(line.requestBytes) }
        if line.time != self.previousTime { self.turn(to: line.time) }
        let isFailure = line.verdict != .fine && line.verdict != .clientLeft
        if line.time != Calendar.unknown, line.time == self.previousTime {
            self.timeline.add(second: Self.second(line.time), failed: isFailure)
        }
        let endpoint = line.target.isMissing ? 0 : EndpointKey.hash(line.target, bytes)
        if endpoint != 0 { self.endpoints.add(endpoint) }
        if !line.upstream.isMissing { self.upstreams.add(Text.mixed(line.upstream.hash(bytes))) }
        guard line.verdict != .fine else { return false }
        self.addFailure(line, bytes, start, end, at: place, endpoint)
        return true
    }

    /// The seconds that lie between two neighbouring requests, and the ends of the time that the log covers.
    private var lastGap: UInt16 = .max

    private mutating func turn(to time: Int64) {
        guard Self.plausible.contains(time) else {
            self.withoutTime &+= 1
            return
        }
        if self.previousTime != Calendar.unknown {
            let gap = (time - self.previousTime) / 1000
            // Lines are written when an exchange ends: some disorder is natural.
            if gap < -60 { self.timesGoingBack &+= 1 }
            self.lastGap = UInt16(clamping: max(0, gap))
            self.gaps[Int(min(63, max(0, gap)))] &+= 1
        } else {
            self.lastGap = .max
        }
        self.previousTime = time
        self.first = min(self.first, time)
        self.last = max(self.last, time)
    }

    private static func second(_ time: Int64) -> Int64 { time / 1000 }
}

// MARK: - What is rarer

extension Tally {
    private mutating func addOther(
        _ line: LogLine,
        _ bytes: borrowing Span<UInt8>,
        _ start: Int,
        _ end: Int,
        at place: LinePlace
    ) -> Bool {
        switch line.kind {
        case .unreadable:
            self.unreadable &+= 1
            let key = CauseKey(line)
            self.keepSample(key, self.causes.place(of: key), bytes, start, end, at: place)
            return false
        case .header:
            return false
        case .remark:
            self.cover(line.time)
            return false
        case .message, .event, .exchange:
            return self.addTold(line, bytes, start, end, at: place)
        }
    }

    /// A message about a failure, or an event.
    private mutating func addTold(
        _ line: LogLine,
        _ bytes: borrowing Span<UInt8>,
        _ start: Int,
        _ end: Int,
        at place: LinePlace
    ) -> Bool {
        guard line.time >= self.since, line.time <= self.until else {
            self.outside &+= 1
            return false
        }
        if Self.plausible.contains(line.time) {
            self.first = min(self.first, line.time)
            self.last = max(self.last, line.time)
        }
        self.cover(line.time)
        if line.kind == .event {
            self.addEvent(line, bytes, start, end, at: place)
            return false
        }
        self.messages &+= 1
        self.addFailure(line, bytes, start, end, at: place)
        return true
    }

    private mutating func cover(_ time: Int64) {
        guard Self.plausible.contains(time) else { return }
        self.firstMessage = min(self.firstMessage, time)
        self.lastMessage = max(self.lastMessage, time)
    }

    private mutating func addEvent(
        _ line: LogLine,
        _ bytes: borrowing Span<UInt8>,
        _ start: Int,
        _ end: Int,
        at place: LinePlace
    ) {
        self.eventCounts[line.event, default: 0] &+= 1
        guard self.events.count < Self.mostEvents else { return }
        let text = Slice(start, end).string(bytes, most: EventRecord.longest)
        self.events.append(EventRecord(time: line.time, event: line.event, place: place, text: text))
    }

    private mutating func addFailure(
        _ line: LogLine,
        _ bytes: borrowing Span<UInt8>,
        _ start: Int,
        _ end: Int,
        at place: LinePlace,
        _ known: UInt64? = nil
    ) {
        let key = CauseKey(line)
        self.keepSample(key, self.causes.add(key), bytes, start, end, at: place)
        let client = Names.hash(of: line.client, bytes)
        if client != 0, line.verdict != .clientLeft { self.visitors.add(client) }
        let request = line.target.hash(bytes, seed: client)
        guard self.failures.keeps(client: client, request: request, line: place.line) else { return }
        if client != 0 { self.names.keep(client, line.client.string(bytes, most: Names.longest)) }
        let endpoint = known ?? (line.target.isMissing ? 0 : EndpointKey.hash(line.target, bytes))
        if endpoint != 0 { self.names.keep(endpoint, EndpointKey.text(line.target, bytes)) }
        let method = FailureRecord.Method(line.method, bytes)
        let record = FailureRecord(
            time: Self.plausible.contains(line.time) ? line.time : Calendar.unknown,
            request: request,
            client: client,
            endpoint: endpoint,
            target: self.names.keep(line.target, bytes),
            upstream: self.names.keep(line.upstream, bytes),
            host: self.names.keep(line.host, bytes),
            requestID: line.requestID.isBlank(in: bytes) ? 0 : Text.mixed(line.requestID.hash(bytes)),
            place: place,
            bytes: line.kind == .exchange ? line.bytes : -1,
            requestBytes: line.requestBytes,
            duration: line.duration < 0 ? -1 : Int32(clamping: line.duration / 1000),
            status: line.status,
            idle: self.lastGap,
            cause: line.cause,
            method: method,
            kind: line.kind,
            verdict: line.verdict,
            isInferred: line.isInferred
        )
        self.failures.add(record)
    }

    private mutating func keepSample(
        _ key: CauseKey,
        _ cause: Int,
        _ bytes: borrowing Span<UInt8>,
        _ start: Int,
        _ end: Int,
        at place: LinePlace
    ) {
        guard self.samples.count < Self.mostKinds || self.samples[key] != nil,
            self.causes.takesSample(cause, most: UInt8(Self.mostSamples))
        else { return }
        let text = Slice(start, end).string(bytes, most: LineSample.longest)
        self.samples[key, default: []].append(LineSample(place: place, text: text))
    }
}

extension CauseKey {
    init(_ line: LogLine) {
        self.init(kind: line.kind, verdict: line.verdict, cause: line.cause, status: line.status)
    }
}
