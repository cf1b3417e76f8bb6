internal import GatewayCore
internal import GatewayPlane

/// `GET /cache`.
struct CacheBody: Encodable {
    let entries: Int
    let bytes: Int
    let limit: Int
    /// Of `bytes`, those of responses that are not complete yet.
    let filling: Int
    let evictions: UInt64
    let stored: UInt64
    let collapsed: UInt64
    /// `robots.txt` files and sitemaps kept for errors.
    let files: Int
    /// Requests by what the cache did, under the words of the access log.
    let requests: [String: UInt64]
    /// Missing where no directory is configured.
    let disk: Disk?

    struct Disk: Encodable {
        /// `scanning`, `ready`, `waiting` for another gateway, or `unusable`.
        let state: String
        let entries: Int
        let bytes: UInt64
        let limit: UInt64
        let hits: UInt64
        let writes: UInt64
        let writeFailures: UInt64
        let readFailures: UInt64
        let corrupt: UInt64
        let skipped: UInt64
        let evictions: UInt64

        init(_ report: DiskReport) {
            self.state = report.state.rawValue
            self.entries = report.entries
            self.bytes = report.bytes
            self.limit = report.limit
            self.hits = report.hits
            self.writes = report.writes
            self.writeFailures = report.writeFailures
            self.readFailures = report.readFailures
            self.corrupt = report.corrupt
            self.skipped = report.skipped
            self.evictions = report.evictions
        }
    }

    init(_ report: CacheReport) {
        self.entries = report.entries
        self.bytes = report.bytes
        self.limit = report.limit
        self.filling = report.filling
        self.evictions = report.evictions
        self.stored = report.stored
        self.collapsed = report.collapsed
        self.files = report.files
        var requests: [String: UInt64] = [:]
        for outcome in CacheStatus.Outcome.allCases where outcome != .none {
            requests["\(outcome.token)"] = report.count(outcome)
        }
        self.requests = requests
        self.disk = report.disk.map { Disk($0) }
    }
}

/// The answer to `POST /cache/purge`.
struct PurgedBody: Encodable {
    let purged: Int
}
