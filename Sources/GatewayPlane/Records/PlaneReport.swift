public import GatewayCore
public import GatewayFaults

/// A copy of the data plane's counts, for metrics and the admin API.
///
/// Sums over all workers.
public struct PlaneReport: Sendable {
    public struct Route: Sendable {
        public var name: String
        /// Exchanges by status class: index 0 is "no status", then 1xx ...
        ///
        /// 5xx.
        public var statusClasses = [UInt64](repeating: 0, count: 6)
        /// Counts per latency bucket of `RouteCounts.bounds`, and one for the rest.
        public var latencyBuckets = [UInt64](repeating: 0, count: 14)
        public var latencySumNanoseconds: UInt64 = 0
        /// Faults that no client saw, by `Prevention`.
        public var prevented = [UInt64](repeating: 0, count: Prevention.allCases.count)
    }

    public struct Endpoint: Sendable {
        public var label: String
        public var addresses: [String] = []
        /// The worst that a worker says of it.
        public var standing = EndpointStanding()
        /// Workers that pass it over.
        public var passedOverBy = 0
        public var isSkipped: Bool { self.standing.isPassedOver && !self.isDrained }
        /// An operator took it out of use.
        public var isDrained = false
        public var failuresInRow = 0
        public var active = 0
        public var connections = 0
        public var pooled = 0
        public var requests: UInt64 = 0
        public var faults: UInt64 = 0
        public var opened: UInt64 = 0
        public var reused: UInt64 = 0
        /// Average time to the response head; nil while not known.
        public var latencyNanoseconds: UInt64?
        /// Requests at a time after signs of distress, and where a queue grows inside of it; nil for no limit.
        public var requestLimit: Int?
        public var backlogLimit: Int?
        /// Requests turned away while it was limited for its backlog.
        public var backlogTurnedAway: UInt64 = 0
        /// How long an idle connection may be reused; the shortest of all workers.
        public var reuseLimitNanoseconds: UInt64 = 0
        /// The age at which the endpoint closes idle connections; nil while not known.
        public var closesAfterNanoseconds: UInt64?
        /// How often a close at that age was seen.
        public var closesObservations = 0
    }

    /// What is known of a name that endpoints have.
    public struct Name: Sendable {
        public var name: String
        public var addresses: [String] = []
        /// Seconds since the last good answer; nil when there was none.
        public var age: Double?
        /// Of the last good answer, in seconds and within the configured bounds.
        public var timeToLive: Double = 0
        /// Look-ups without result, ever and since the last good answer.
        public var failures: UInt64 = 0
        public var failuresInRow = 0
        /// The addresses are older than their time to live.
        public var isStale = false
        /// Why the last look-up had no result.
        public var problem: String?
    }

    /// A certificate that a listener shows.
    public struct Certificate: Sendable {
        public var listener: String
        public var subject: String
        /// SHA-256 in hexadecimal.
        public var fingerprint: String
        /// Seconds since 1970.
        public var notAfter: Int64
        /// Until when a fetched OCSP response is shown with it.
        public var stapleUntil: Int64?
    }

    /// OCSP responses.
    public struct Staples: Sendable {
        public var fetched: UInt64
        public var failed: UInt64
    }

    public var workers = 0
    public var generation = 0
    public var isDraining = false
    public var clientsAccepted: UInt64 = 0
    public var clientsActive: UInt64 = 0
    public var clientsLeft: UInt64 = 0
    public var idleClosed: UInt64 = 0
    /// HTTP/2 connections whose client broke the protocol, by the name of the rule.
    public var violations: [String: UInt64] = [:]
    /// The sum of them.
    public var sessionsBroken: UInt64 { self.violations.values.reduce(0, &+) }
    public var upstreamHTTP2 = UpstreamHTTP2Counts()
    public var acceptPauses: UInt64 = 0
    public var exchangesActive = 0
    public var retries: UInt64 = 0
    /// Second servers that were asked (`hedge`), by `HedgeEnding`.
    public var hedges = [UInt64](repeating: 0, count: HedgeEnding.allCases.count)
    public var saved: UInt64 = 0
    public var budgetRefusals: UInt64 = 0
    public var backlogLimits: UInt64 = 0
    public var healthChanges: UInt64 = 0
    public var waits: UInt64 = 0
    public var shed: UInt64 = 0
    public var clientsRefused: UInt64 = 0
    /// Requests of clients that call themselves crawlers where 502 or 504 was due, by `CrawlerVerdict`.
    public var crawlers = [UInt64](repeating: 0, count: CrawlerVerdict.allCases.count)
    public var proxyHeadersRefused: [ProxyHeaderRefusal: UInt64] = [:]
    public var waiting = 0
    /// TLS handshakes with clients, by `HandshakeEnding`.
    public var handshakes = [UInt64](repeating: 0, count: HandshakeEnding.allCases.count)
    /// TLS handshakes with upstreams, by `HandshakeEnding`.
    public var upstreamHandshakes = [UInt64](repeating: 0, count: HandshakeEnding.allCases.count)
    /// Certificates that listeners show.
    public var certificates: [Certificate] = []
    /// nil where none is fetched.
    public var staples: Staples?
    public var pooledClosed: UInt64 = 0
    public var unsolicited: UInt64 = 0
    public var bytesIn: UInt64 = 0
    public var bytesOut: UInt64 = 0
    public var logLinesLost: UInt64 = 0
    public var incidentsKept = 0
    public var blocksLent = 0
    public var connectionLimit = 0
    public var cache = CacheReport()
    public var faults: [FaultCount] = []
    /// Faults that clients saw: answered or aborted, by route and endpoint.
    public var visible: [VisibleFault] = []
    public var routes: [Route] = []
    public var endpoints: [Endpoint] = []
    public var names: [Name] = []

    public init() {}
}

/// How often one fault was observed.
public struct FaultCount: Sendable {
    public struct Key: Hashable, Sendable, BitwiseCopyable {
        public var detail: Fault.Detail
        public var side: Fault.Side
        public var phase: Fault.Phase
    }
    public var key: Key
    public var count: UInt64
}

extension PlaneReport {
    /// Adds the counts of another worker.
    mutating func add(_ other: PlaneReport) {
        self.workers += other.workers
        self.generation = max(self.generation, other.generation)
        self.isDraining = self.isDraining || other.isDraining
        self.clientsAccepted &+= other.clientsAccepted
        self.clientsActive &+= other.clientsActive
        self.clientsLeft &+= other.clientsLeft
        self.idleClosed &+= other.idleClosed
        self.violations.merge(other.violations) { $0 &+ $1 }
        self.upstreamHTTP2.add(other.upstreamHTTP2)
        self.acceptPauses &+= other.acceptPauses
        self.exchangesActive += other.exchangesActive
        self.retries &+= other.retries
        for at in self.hedges.indices { self.hedges[at] &+= other.hedges[at] }
        self.saved &+= other.saved
        self.budgetRefusals &+= other.budgetRefusals
        self.backlogLimits &+= other.backlogLimits
        self.healthChanges &+= other.healthChanges
        self.waits &+= other.waits
        self.shed &+= other.shed
        self.clientsRefused &+= other.clientsRefused
        for at in self.crawlers.indices { self.crawlers[at] &+= other.crawlers[at] }
        self.proxyHeadersRefused.merge(other.proxyHeadersRefused, uniquingKeysWith: &+)
        self.waiting += other.waiting
        for index in self.handshakes.indices { self.handshakes[index] &+= other.handshakes[index] }
        for index in self.upstreamHandshakes.indices {
            self.upstreamHandshakes[index] &+= other.upstreamHandshakes[index]
        }
        self.pooledClosed &+= other.pooledClosed
        self.unsolicited &+= other.unsolicited
        self.bytesIn &+= other.bytesIn
        self.bytesOut &+= other.bytesOut
        self.incidentsKept += other.incidentsKept
        self.blocksLent += other.blocksLent
        self.connectionLimit += other.connectionLimit
        self.cache.add(other.cache)
        self.addFaults(other.faults)
        self.addVisible(other.visible)
        self.addRoutes(other.routes)
        self.addEndpoints(other.endpoints)
    }

    private mutating func addFaults(_ others: [FaultCount]) {
        for other in others {
            if let index = self.faults.firstIndex(where: { $0.key == other.key }) {
                self.faults[index].count &+= other.count
            } else {
                self.faults.append(other)
            }
        }
    }

    private mutating func addVisible(_ others: [VisibleFault]) {
        guard !self.visible.isEmpty else { return self.visible = others }
        var places: [VisibleFault.Key: Int] = [:]
        for (place, fault) in self.visible.enumerated() { places[fault.key] = place }
        for other in others {
            if let place = places[other.key] {
                self.visible[place].count &+= other.count
            } else {
                self.visible.append(other)
            }
        }
    }

    private mutating func addRoutes(_ others: [Route]) {
        for other in others {
            guard let index = self.routes.firstIndex(where: { $0.name == other.name }) else {
                self.routes.append(other)
                continue
            }
            for at in 0..<6 { self.routes[index].statusClasses[at] &+= other.statusClasses[at] }
            for at in other.prevented.indices { self.routes[index].prevented[at] &+= other.prevented[at] }
            for at in 0..<14 { self.routes[index].latencyBuckets[at] &+= other.latencyBuckets[at] }
            self.routes[index].latencySumNanoseconds &+= other.latencySumNanoseconds
        }
    }

    private mutating func addEndpoints(_ others: [Endpoint]) {
        for other in others {
            guard let index = self.endpoints.firstIndex(where: { $0.label == other.label }) else {
                self.endpoints.append(other)
                continue
            }
            self.endpoints[index].standing = self.endpoints[index].standing.worse(other.standing)
            self.endpoints[index].passedOverBy += other.passedOverBy
            self.endpoints[index].isDrained = self.endpoints[index].isDrained || other.isDrained
            self.endpoints[index].failuresInRow = max(self.endpoints[index].failuresInRow, other.failuresInRow)
            self.endpoints[index].active += other.active
            self.endpoints[index].connections += other.connections
            self.endpoints[index].pooled += other.pooled
            self.endpoints[index].requests &+= other.requests
            self.endpoints[index].faults &+= other.faults
            self.endpoints[index].opened &+= other.opened
            self.endpoints[index].reused &+= other.reused
            self.endpoints[index].addLifetime(other)
            self.endpoints[index].addLoad(other)
        }
    }
}

extension PlaneReport.Endpoint {
    /// Limits add up over the workers that have one; of latencies the longest counts.
    fileprivate mutating func addLoad(_ other: PlaneReport.Endpoint) {
        func sum(_ one: Int?, _ two: Int?) -> Int? { one == nil && two == nil ? nil : (one ?? 0) + (two ?? 0) }
        self.requestLimit = sum(self.requestLimit, other.requestLimit)
        self.backlogLimit = sum(self.backlogLimit, other.backlogLimit)
        self.backlogTurnedAway &+= other.backlogTurnedAway
        self.latencyNanoseconds = [self.latencyNanoseconds, other.latencyNanoseconds].compactMap(\.self).max()
    }

    /// What another worker learned about the same endpoint: the most careful word counts.
    fileprivate mutating func addLifetime(_ other: PlaneReport.Endpoint) {
        self.reuseLimitNanoseconds = min(self.reuseLimitNanoseconds, other.reuseLimitNanoseconds)
        self.closesAfterNanoseconds = [self.closesAfterNanoseconds, other.closesAfterNanoseconds].compactMap(\.self)
            .min()
        self.closesObservations += other.closesObservations
    }
}
