internal import GatewayBytes
internal import GatewayConfig
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor

/// The prober's thread: all probes, one event loop, one timer each.
///
/// A probe's timer is its next question while it rests, and the end of the attempt while it asks.
final class ProbeLoop {
    enum Message: Sendable {
        case update([CheckTarget])
        case resolved(endpoint: String, [ConnectTarget])
        case stop
    }

    let mailbox: Mailbox<Message>
    let loop: EventLoop
    private let report: HealthProber.Report
    let probes = Slab<Probe>(limit: 1 << 20) { Probe() }
    private var byIdentity: [CheckIdentity: SlabKey] = [:]
    private var timers: TimerWheel
    private var random = RandomSource()
    /// Probes that are due, in the order in which they were; those before `firstWaiting` have gone.
    private var waiting: [SlabKey] = []
    private var firstWaiting = 0
    private var underWay = 0
    private var isStopped = false

    /// Questions at the same time: a round of thousands must not take the descriptors of the gateway's own work.
    private static let mostUnderWay = 128

    init(loop: EventLoop, report: @escaping HealthProber.Report) {
        self.loop = loop
        self.mailbox = Mailbox(waker: loop.waker)
        self.report = report
        self.timers = TimerWheel(now: loop.now)
    }

    func run() {
        while !self.isStopped {
            let count = self.loop.wait(milliseconds: self.timers.waitMilliseconds(now: self.loop.now, limit: 1000))
            for index in 0..<count {
                let event = self.loop.event(index)
                if event.token == EventLoop.wakeToken { self.readMailbox() } else { self.socketEvent(event) }
            }
            while !self.isStopped, let owner = self.timers.expired(now: self.loop.now) { self.timerFired(owner) }
            self.startWaiting()
        }
        _ = self.mailbox.close()
        for key in self.byIdentity.values { self.probes[key].rest() }
    }

    private func readMailbox() {
        self.loop.acknowledgeWake()
        for message in self.mailbox.take() {
            switch message {
            case .update(let targets): self.update(targets)
            case .resolved(let endpoint, let targets): self.resolved(endpoint, targets)
            case .stop: self.isStopped = true
            }
        }
    }

    // MARK: - What is asked

    private func update(_ targets: [CheckTarget]) {
        var wanted: [CheckIdentity: [CheckTarget]] = [:]
        for target in targets { wanted[CheckIdentity(target), default: []].append(target) }
        // What goes is told before what comes: a route whose check changed starts anew.
        for (identity, key) in self.byIdentity {
            let routes = Set((wanted[identity] ?? []).map(\.route))
            for route in self.probes[key].routes where !routes.contains(route) { self.forget(key, route) }
            if wanted[identity] == nil { self.remove(identity, key) }
        }
        for (identity, targets) in wanted {
            let key = self.byIdentity[identity] ?? self.add(identity)
            guard let key, let first = targets.first else { continue }
            let known = Set(self.probes[key].routes)
            self.probes[key].routes = Set(targets.map(\.route)).sorted()
            self.probes[key].authority = first.authority
            self.probes[key].hasPriorKnowledge = first.hasPriorKnowledge
            self.probes[key].encryption = first.encryption
            // A name that is not resolved in the new configuration keeps what the resolver found before.
            if !first.targets.isEmpty { self.setTargets(key, first.targets) }
            guard let change = self.probes[key].lastChange else { continue }
            for route in self.probes[key].routes where !known.contains(route) {
                self.report(change, identity.endpoint, route)
            }
        }
    }

    private func add(_ identity: CheckIdentity) -> SlabKey? {
        guard let key = self.probes.insert() else { return nil }
        let health = ActiveHealth(now: self.loop.now, check: identity.check, random: self.random.next())
        self.probes[key] = Probe()
        self.probes[key].identity = identity
        self.probes[key].health = health
        self.byIdentity[identity] = key
        self.timers.set(key.index, deadline: health.nextCheck)
        return key
    }

    private func remove(_ identity: CheckIdentity, _ key: SlabKey) {
        if self.isUnderWay(key) { self.underWay -= 1 }
        self.timers.cancel(key.index)
        self.probes[key].rest()
        self.probes.remove(key)
        self.byIdentity[identity] = nil
    }

    /// The route is told that the check says nothing any more, if it said anything.
    private func forget(_ key: SlabKey, _ route: String) {
        guard let change = self.probes[key].lastChange, let identity = self.probes[key].identity else { return }
        self.report(
            HealthChange(from: change.to, to: .unknown, reason: .checkRemoved, at: self.loop.now),
            identity.endpoint,
            route
        )
    }

    /// New addresses are asked at once: the old ones may be why the endpoint is down.
    private func resolved(_ endpoint: String, _ targets: [ConnectTarget]) {
        for (identity, key) in self.byIdentity where identity.endpoint == endpoint {
            guard self.probes[key].targets != targets else { continue }
            self.setTargets(key, targets)
            if self.probes[key].stage == .idle { self.timers.set(key.index, deadline: self.loop.now) }
        }
    }

    /// A question under way to an address that is gone is not waited for.
    private func setTargets(_ key: SlabKey, _ targets: [ConnectTarget]) {
        guard self.probes[key].targets != targets else { return }
        if self.isUnderWay(key) { self.finish(key, .notAsked) }
        self.probes[key].targets = targets
    }

    // MARK: - Asking

    func isUnderWay(_ key: SlabKey) -> Bool {
        switch self.probes[key].stage {
        case .connecting, .handshaking, .asking: true
        case .idle, .waiting: false
        }
    }

    private func timerFired(_ owner: UInt32) {
        guard let key = self.probes.key(at: owner) else { return }
        switch self.probes[key].stage {
        case .idle:
            self.probes[key].stage = .waiting
            self.waiting.append(key)
        case .waiting: break
        case .connecting, .handshaking, .asking: self.timedOut(key)
        }
    }

    private func startWaiting() {
        while self.underWay < Self.mostUnderWay, self.firstWaiting < self.waiting.count {
            let key = self.waiting[self.firstWaiting]
            self.firstWaiting += 1
            guard self.probes.contains(key), self.probes[key].stage == .waiting else { continue }
            self.ask(key)
        }
        // In halves, so that a queue that is never empty neither grows for ever nor is moved at every turn.
        guard self.firstWaiting * 2 >= self.waiting.count else { return }
        self.waiting.removeFirst(self.firstWaiting)
        self.firstWaiting = 0
    }

    /// Sets the probe's one timer.
    func setTimer(_ key: SlabKey, _ deadline: UInt64) { self.timers.set(key.index, deadline: deadline) }

    func beganAsking() { self.underWay += 1 }

    /// Takes the verdict in, tells of a change, and plans the next question.
    func finish(_ key: SlabKey, _ verdict: CheckVerdict) {
        if self.isUnderWay(key) { self.underWay -= 1 }
        self.probes[key].rest()
        guard let identity = self.probes[key].identity, var health = self.probes[key].health else { return }
        let (now, random) = (self.loop.now, self.random.next())
        let change: HealthChange?
        switch verdict {
        case .passed: change = health.passed(now: now, check: identity.check, random: random)
        case .failed(let failure):
            change = health.failed(failure, now: now, check: identity.check, random: random)
        case .notAsked:
            health.wasNotAsked(now: now, check: identity.check, random: random)
            change = nil
        }
        self.probes[key].health = health
        self.timers.set(key.index, deadline: health.nextCheck)
        guard let change else { return }
        self.probes[key].lastChange = change
        for route in self.probes[key].routes { self.report(change, identity.endpoint, route) }
    }
}
