import GatewayFaults
import GatewayGuide

/// All failures with one cause, and what they have in common.
struct CauseGroup {
    /// What makes failures the same: the fault where one is known, else the status.
    struct Key: Hashable {
        var verdict: LogLine.Verdict
        var detailCode: UInt8
        var status: UInt16
        /// An attempt that failed while its request did not, as far as the logs tell.
        var isAttempt: Bool

        init(_ record: FailureRecord, isAttempt: Bool) {
            self.verdict = record.verdict
            self.detailCode = record.verdict == .told ? record.cause.detailCode : 255
            self.status = record.verdict == .told ? 0 : record.status
            self.isAttempt = isAttempt
        }

        var detail: Fault.Detail? { Fault.Detail(rawValue: self.detailCode) }
    }

    /// More durations and times than this say nothing new about a pattern.
    static let mostKept = 200_000

    private static let mostPlaces = 50

    let key: Key
    var count: UInt64 = 0
    var first: Int64 = .max
    var last: Int64 = .min
    var rows: [UInt16: UInt64] = [:]
    var statuses: [UInt16: UInt64] = [:]
    var endpoints: [UInt64: UInt64] = [:]
    var targets: [UInt64: UInt64] = [:]
    var upstreams: [UInt64: UInt64] = [:]
    var methods = [UInt64](repeating: 0, count: FailureRecord.Method.allCases.count)
    var visitors = ClientSketch()
    var durations: [Int32] = []
    var times: [Int64] = []
    /// Bytes of requests, and of responses that broke off: what a gateway answers itself is as long as its page.
    var requestSizes: [Int64] = []
    var brokenSizes: [Int64] = []
    /// Failures by whole seconds since the request before, up to 63.
    var idle = [UInt64](repeating: 0, count: 64)
    /// The first lines, and the first messages that explain them.
    private(set) var places: [LinePlace] = []
    private(set) var messagePlaces: [LinePlace] = []

    init(_ key: Key) { self.key = key }

    mutating func add(_ record: FailureRecord, weight: UInt64) {
        self.count += weight
        if record.time != Calendar.unknown {
            self.first = min(self.first, record.time)
            self.last = max(self.last, record.time)
            if self.times.count < Self.mostKept { self.times.append(record.time) }
        }
        if record.cause.row != 0 { self.rows[record.cause.row, default: 0] += weight }
        if record.status != 0 { self.statuses[record.status, default: 0] += weight }
        if record.endpoint != 0 { self.endpoints[record.endpoint, default: 0] += weight }
        if record.target != 0 { self.targets[record.target, default: 0] += weight }
        if record.upstream != 0 { self.upstreams[record.upstream, default: 0] += weight }
        self.methods[Int(record.method.rawValue)] += weight
        if record.client != 0 { self.visitors.add(record.client) }
        if record.duration >= 0, self.durations.count < Self.mostKept { self.durations.append(record.duration) }
        if record.requestBytes >= 0, self.requestSizes.count < Self.mostKept {
            self.requestSizes.append(record.requestBytes)
        }
        if record.bytes > 0, record.status < 400, self.brokenSizes.count < Self.mostKept {
            self.brokenSizes.append(record.bytes)
        }
        if record.kind == .exchange, record.idle != .max { self.idle[Int(min(63, record.idle))] += weight }
        if self.places.count < Self.mostPlaces { self.places.append(record.place) }
    }

    mutating func addMessage(_ place: LinePlace) {
        if self.messagePlaces.count < Self.mostPlaces { self.messagePlaces.append(place) }
    }

    /// The row that told it most often, for its product and words.
    var row: ForeignName? { CauseBook.row(self.rows.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0) }
}
