internal import GatewayFaults
public import GatewayReactor

/// Walks the way of a request from name to answer and notes what it sees.
///
/// Blocks its thread, and never for longer than its time. Decides only where to look next; what it all means is
/// `Verdict`'s to say.
public final class Walk {
    let options: WalkOptions
    let visitor: Visitor
    let names: NameProbe
    let end: UInt64
    var seen: Observations
    private let tell: (WalkEvent) -> Void
    private let begun: UInt64

    /// - Parameter tell: hears of each step when it is done, on the walk's thread.
    public init(
        _ target: Target,
        _ options: WalkOptions,
        tell: @escaping (WalkEvent) -> Void = { _ in }
    ) throws(SystemError) {
        self.begun = EventLoop.monotonicNanoseconds
        self.options = options
        self.visitor = try Visitor(authorities: options.authorities)
        self.names = NameProbe(loop: self.visitor.loop, given: options.resolvers)
        self.end = self.begun + options.timeout * 1_000_000
        self.seen = Observations(target: target, started: EventLoop.wallMilliseconds)
        self.seen.method = options.method
        self.seen.fieldNames = options.fields.map(\.name)
        self.tell = tell
    }

    /// The whole walk.
    public func run() -> Observations {
        let pages = self.lookFirst()
        if !self.options.isPassive { self.lookAtDoubtfulZone() }
        self.take(pages)
        if !self.options.isPassive {
            self.tryOtherPort()
            self.lookAtZoneOfDeadAddresses()
            self.lookBehindCertificates()
            self.compareHandshakes()
            self.compareVersions()
            self.followRedirects()
        }
        if let offer = self.seen.http3 { self.tell(.offered(offer)) }
        if !self.options.isPassive {
            self.bypass()
            self.compareOriginHandshakes()
            self.contrast()
            self.sample()
            self.proveReuse()
            self.visitControls()
            self.tracePath()
        }
        self.seen.stages = StageTime.all(of: self.seen, since: self.begun)
        self.seen.milliseconds = Double(EventLoop.monotonicNanoseconds - self.begun) / 1_000_000
        return self.seen
    }

    // MARK: - Steps

    /// A rejected certificate ends the look of a browser, not ours: what is behind it tells more.
    private func lookBehindCertificates() {
        let rejected = self.seen.pages.filter { $0.tlsFailure?.isAboutCertificate == true }.prefix(2)
        guard !rejected.isEmpty else { return }
        let plans = rejected.map { visit in
            var plan = self.plan(.unverified, self.seen.target, visit.address)
            plan.encryption?.verifies = false
            return plan
        }
        self.seen.unverified = self.visit(plans, until: self.share(4000))
        self.tell(.unverified(self.seen.unverified))
    }

    // MARK: - Parts of steps

    func note(_ event: WalkEvent) { self.tell(event) }

    /// So many milliseconds from now, and never beyond the walk's end.
    func share(_ milliseconds: UInt64) -> UInt64 {
        min(self.end, EventLoop.monotonicNanoseconds + milliseconds * 1_000_000)
    }

    func request(_ target: Target, cookies: [String] = []) -> VisitPlan.Request {
        var options = self.options
        if !GivenFields.mayKnow(target, self.seen.target) { options.fields.removeAll { GivenFields.isSecret($0.name) } }
        return VisitPlan.Request(method: options.method, bytes: RequestText.bytes(target, options, cookies: cookies))
    }

    func plan(_ purpose: VisitPlan.Purpose, _ target: Target, _ address: SocketAddress) -> VisitPlan {
        let encryption: VisitPlan.Encryption? =
            switch target.scheme {
            case .https: VisitPlan.Encryption(name: target.host, protocols: self.options.versions.protocols)
            case .http: nil
            }
        var plan = VisitPlan(purpose, address, encryption, [self.request(target)])
        plan.speaksHTTP2 = encryption == nil && self.options.versions == .two
        // A longer walk is asked for because of an answer that comes late.
        plan.limits.head = max(plan.limits.head, self.options.timeout * 3 / 5)
        return plan
    }

    func visit(_ plans: [VisitPlan], until end: UInt64) -> [Visit] {
        let plans = self.admitted(plans, until: end)
        return plans.isEmpty ? [] : self.visitor.make(plans, until: end)
    }

    /// Those for which there is time, and which the limit of requests allows.
    func admitted(_ plans: [VisitPlan], until end: UInt64) -> [VisitPlan] {
        // What has no time to succeed would look like a failure.
        let least = min(2000, self.options.timeout / 4) * 1_000_000
        let room = WalkOptions.mostRequests - self.seen.requests
        guard EventLoop.monotonicNanoseconds + least <= end, room > 0 else {
            self.seen.isCutShort = true
            return []
        }
        var plans = Array(plans.prefix(room))
        for index in plans.indices where GivenFields.isExposed(plans[index], self.seen.target) {
            for number in plans[index].requests.indices {
                let head = plans[index].requests[number].bytes
                plans[index].requests[number].bytes = GivenFields.withoutSecrets(head)
            }
        }
        self.seen.requests += plans.reduce(0) { $0 + $1.requests.count }
        return plans
    }
}
