internal import GatewayBytes
internal import GatewayCore
internal import GatewayWire

/// A worker's counts.
///
/// Plain integers: only the worker touches them, others get a copy through the mailbox.
final class Counters {
    var clientsAccepted: UInt64 = 0
    var clientsClosed: UInt64 = 0
    var clientsLeft: UInt64 = 0
    var idleClosed: UInt64 = 0
    /// HTTP/2 connections closed for a violation, by `HTTP2Rule`.
    var violations = [UInt64](repeating: 0, count: HTTP2Rule.allCases.count)
    var upstreamHTTP2 = UpstreamHTTP2Counts()
    var acceptPauses: UInt64 = 0
    var retries: UInt64 = 0
    /// Second servers that were asked, by `HedgeEnding`.
    var hedges = [UInt64](repeating: 0, count: HedgeEnding.allCases.count)
    var saved: UInt64 = 0
    /// Retries that the budget did not allow.
    var budgetRefusals: UInt64 = 0
    /// Limits that began because a queue seemed to grow inside an endpoint.
    var backlogLimits: UInt64 = 0
    /// Changes of an endpoint's state.
    var healthChanges: UInt64 = 0
    /// Requests turned away without trying.
    var shed: UInt64 = 0
    /// Connections closed because their client had too many.
    var clientsRefused: UInt64 = 0
    /// Requests of clients that call themselves crawlers where 502 or 504 was due, by `CrawlerVerdict`.
    var crawlers = [UInt64](repeating: 0, count: CrawlerVerdict.allCases.count)
    /// By reason, connections of proxies closed because of their PROXY header.
    var proxyHeadersRefused: [ProxyHeaderRefusal: UInt64] = [:]
    /// Requests that waited.
    var waits: UInt64 = 0
    /// TLS handshakes with clients, by `HandshakeEnding`.
    var handshakes = [UInt64](repeating: 0, count: HandshakeEnding.allCases.count)
    /// TLS handshakes with upstreams, by `HandshakeEnding`.
    var upstreamHandshakes = [UInt64](repeating: 0, count: HandshakeEnding.allCases.count)
    var pooledClosed: UInt64 = 0
    var unsolicited: UInt64 = 0
    var bytesIn: UInt64 = 0
    var bytesOut: UInt64 = 0
    /// By fault: few kinds ever occur, and only on the failing path.
    var faults: [FaultCount.Key: UInt64] = [:]
    /// What clients saw of them, by route and endpoint.
    var visible = VisibleFaults()
    /// Per route: status classes, latency buckets, latency sum.
    let routes = Cell<ContiguousArray<UInt64>>([])
    private(set) var routeNames: [String] = []

    init() { _ = self.place(of: "-") }

    /// The place of a route's counts; a name met before keeps its place, so a reload loses nothing.
    func place(of route: String) -> Int {
        if let place = self.routeNames.firstIndex(of: route) { return place }
        self.routeNames.append(route)
        self.routes.value.append(contentsOf: repeatElement(0, count: RouteCounts.stride))
        return self.routeNames.count - 1
    }
}

/// Layout of one route's counts.
public enum RouteCounts {
    /// Upper bounds of the latency histogram in nanoseconds; one more bucket holds the rest.
    public static let bounds: InlineArray<13, UInt64> = [
        500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000, 50_000_000, 100_000_000, 250_000_000,
        500_000_000, 1_000_000_000, 2_500_000_000, 10_000_000_000,
    ]
    static let statusClasses = 6  // 0: no status (client left), then 1xx ... 5xx
    static let buckets = 14
    /// By `Prevention`.
    static let prevented = 6 + 14
    static let preventions = 6
    static let stride = 6 + 14 + 6 + 1

    static func bucket(_ nanoseconds: UInt64) -> Int {
        var index = 0
        while index < 13, nanoseconds > Self.bounds[index] { index += 1 }
        return index
    }
}
