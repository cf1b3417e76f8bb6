internal import GatewayReactor

/// Looks again, and past the gateway: whether a failure stays, comes and goes, or depends on something.
extension Walk {
    /// Milliseconds of idle time after which a connection is used again: the usual limits of servers lie between.
    private static let idleTimes: [UInt64] = [0, 1000, 2000, 4000, 5000, 6000]

    /// Straight to the servers behind the gateway.
    func bypass() {
        guard !self.options.origins.isEmpty else { return }
        let plans = self.options.origins.prefix(8).map { origin in
            var plan = self.plan(.origin, self.seen.target, origin)
            // Certificates of origins are often not for the public: what matters here is whether it answers.
            plan.encryption?.verifies = false
            return plan
        }
        self.seen.origins = self.visit(Array(plans), until: self.end)
        self.note(.bypassed(self.seen.origins))
    }

    /// Fresh connections, one after the other, over all addresses in turn.
    func sample() {
        let addresses = self.seen.pages.filter { $0.connect != nil }.map(\.address)
        guard !addresses.isEmpty else { return }
        let wanted = self.options.samples ?? self.usualSamples()
        let end = self.options.duration.map { EventLoop.monotonicNanoseconds + $0 * 1_000_000 } ?? self.end
        let pause = self.pause(for: wanted)
        var last = EventLoop.monotonicNanoseconds
        for number in 0..<wanted {
            self.wait(pause, until: end)
            let now = EventLoop.monotonicNanoseconds
            // A try that has no time to fail would look like a failure.
            guard now + 2_000_000_000 < end || self.options.duration != nil && now < end else { return }
            let verifies = self.seen.unverified.isEmpty
            var plan = self.plan(.sample, self.seen.target, addresses[number % addresses.count])
            // Both versions at each address, in turns.
            if self.wantsHTTP1 || self.speaksBoth && number / addresses.count % 2 == 1 {
                plan.encryption?.protocols = ["http/1.1"]
            }
            if !verifies { plan.encryption?.verifies = false }
            // With a time of its own the last try may go on a little beyond it.
            let until = self.options.duration == nil ? end : max(end, now + 5_000_000_000)
            guard let visit = self.visit([plan], until: until).first else { return }
            let sample = Observations.Sample(visit: visit, gap: (now - last) / 1_000_000)
            last = EventLoop.monotonicNanoseconds
            self.seen.samples.append(sample)
            self.note(.sampled(sample, number: number))
        }
    }

    /// None when all is well, some when something is not, fewer when each takes long.
    private func usualSamples() -> Int {
        if self.options.duration != nil { return 40 }
        let isWell = self.tried.allSatisfy { visit in
            visit.isAnswered && (visit.response?.status ?? 0) < 500
        }
        guard !isWell else { return 0 }
        switch self.seen.pages.map(\.lasted).max() ?? 0 {
        case ..<1500: return self.speaksBoth ? 8 : 5
        case ..<5000: return 1
        // Default: another look would take all the time that is left, and tell nothing new.
        default: return 0
        }
    }

    private func pause(for samples: Int) -> UInt64 {
        guard let duration = self.options.duration else { return 150 }
        return max(50, min(2000, duration / UInt64(max(1, samples))))
    }

    private func wait(_ milliseconds: UInt64, until end: UInt64) {
        let until = min(end, EventLoop.monotonicNanoseconds + milliseconds * 1_000_000)
        while true {
            let now = EventLoop.monotonicNanoseconds
            guard now < until else { return }
            _ = self.visitor.loop.wait(milliseconds: Int32(clamping: (until - now) / 1_000_000 + 1))
        }
    }

    /// Uses one connection again and again after ever longer idle times, at the origin where one is given.
    func proveReuse() {
        guard self.options.duration != nil else { return }
        let places = self.seen.origins.filter(\.isAnswered).isEmpty ? self.seen.pages : self.seen.origins
        guard let place = places.first(where: \.isAnswered) else { return }
        var plan = self.plan(.reuse, self.seen.target, place.address)
        plan.encryption?.verifies = false
        // Of HTTP/2 connections both sides know when they end (RFC 9113 §6.8): the race is one of HTTP/1.1.
        if self.speaksBoth { plan.encryption?.protocols = ["http/1.1"] }
        let request = self.request(self.seen.target)
        plan.requests =
            [request]
            + Self.idleTimes.map { idle in
                VisitPlan.Request(method: request.method, bytes: request.bytes, idleMilliseconds: idle)
            }
        let end = EventLoop.monotonicNanoseconds + 30_000_000_000
        self.seen.reuse = self.visit([plan], until: end)
        self.note(.reused(self.seen.reuse))
    }
}
