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
    }
}

/// The answer to `POST /cache/purge`.
struct PurgedBody: Encodable {
    let purged: Int
}
