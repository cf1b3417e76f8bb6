internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

extension Judge {
    /// Tries before this many prove nothing about whether it stays.
    private static let fewest = 3

    /// What the tries say together, and what reuse says.
    mutating func judgePattern() {
        self.judgeReuse()
        let samples = self.comparableSamples
        guard !samples.isEmpty else { return }
        let failed = samples.filter { self.hasFailed($0.visit) }
        let firstFailed = self.verdict.outcome == .broken || self.failingVersion == .http11
        switch (failed.count, firstFailed) {
        case (0, true):
            self.verdict.persistence = .temporary(tries: samples.count)
            self.verdict.notes.append("the first look failed, \(samples.count) more did not")
            if samples.count >= Self.fewest { self.soften(failed: 1, tries: samples.count + 1) }
        case (samples.count, _) where firstFailed && samples.count >= Self.fewest:
            self.verdict.persistence = .persistent(tries: samples.count + 1)
        case (0, false): break
        case (samples.count, true): break
        default:
            self.soften(failed: failed.count + (firstFailed ? 1 : 0), tries: samples.count + 1)
            self.weighIntermittent(failed.map(\.visit), samples, firstFailed: firstFailed)
        }
    }

    /// Tries in a version that always works say nothing about one that never does.
    private var comparableSamples: [Observations.Sample] {
        switch self.failingVersion {
        case .http2: self.seen.samples.filter { $0.visit.version == .http2 }
        case .http10, .http11: self.seen.samples.filter { $0.visit.version != .http2 }
        case nil: self.seen.samples
        }
    }

    /// A try behind a certificate that was rejected shows what is there, and fails for everybody who checks.
    private func hasFailed(_ visit: Visit) -> Bool {
        guard Self.isGood(visit), visit.encryption?.verifies == false, let shown = visit.certificates.first else {
            return !Self.isGood(visit)
        }
        return self.seen.pages.contains { page in
            page.tlsFailure?.isAboutCertificate == true && page.certificates.first == shown
        }
    }

    private mutating func soften(failed: Int, tries: Int) {
        self.verdict.persistence = .intermittent(failed: failed, tries: tries)
        self.verdict.outcome = .degraded
    }

    private mutating func weighIntermittent(_ failed: [Visit], _ samples: [Observations.Sample], firstFailed: Bool) {
        let rate = Proportion(failed: failed.count, tries: samples.count).text
        if !firstFailed, self.scale.isEmpty, let visit = failed.first {
            self.verdict.stage = .pattern
            self.judge(visit, all: [visit])
            self.fail(at: .pattern, .degraded)
        }
        let bad = Set(failed.map(\.address))
        let all = Set(samples.map(\.visit.address))
        let isOneAddress =
            bad.count == 1 && all.count > 1
            && samples.allSatisfy { bad.contains($0.visit.address) == self.hasFailed($0.visit) }
        if isOneAddress, let address = bad.first {
            self.scale.support(
                .addressBad,
                by: 12,
                rate,
                "every failure was at \(address.hostText), no other address failed"
            )
        } else {
            self.scale.support(.intermittent, by: 3, rate)
            self.verdict.notes.append(rate)
        }
        self.weighGaps(samples)
    }

    /// Failures only after idle times are those of a connection that was closed in the meantime.
    private mutating func weighGaps(_ samples: [Observations.Sample]) {
        let failed = samples.filter { self.hasFailed($0.visit) }.map(\.gap)
        let passed = samples.filter { !self.hasFailed($0.visit) }.map(\.gap)
        guard let least = failed.min(), let most = passed.max(), failed.count >= 2, least > most + 500 else { return }
        self.scale.support(.keepAliveRace, by: 8, "it fails only after \(least) ms without a request")
    }

    // MARK: - Reuse

    private mutating func judgeReuse() {
        guard let visit = self.seen.reuse.first else { return }
        if let broken = visit.exchanges.first(where: { Self.isReuseFault($0.fault) }) {
            let line = "a connection that was idle for \(broken.idle) ms was closed when it was used again"
            self.scale.support(.keepAliveRace, by: 9, line)
            if self.verdict.outcome == .healthy { self.fail(at: .pattern, .degraded) }
        } else if let idle = visit.closedIdleAfter, visit.exchanges.count > 1 {
            let line = "the server closes a connection that was idle for \(Self.text(idle))"
            self.verdict.notes.append("\(line): what reuses them must give up sooner")
            if self.isSuspected(.originClosed) { self.scale.support(.keepAliveRace, by: 8, line) }
        } else if visit.closedIdleAfter != nil {
            self.verdict.notes.append(
                "the server closes a connection as soon as it is idle, although it said otherwise"
            )
        }
    }

    private static func isReuseFault(_ fault: Fault?) -> Bool {
        fault?.detail == .closedOnReuse || fault?.detail == .resetOnReuse
    }
}
