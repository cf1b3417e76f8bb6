internal import GatewayFaults
internal import GatewayGuide
internal import GatewayReactor

/// What requests with one thing changed say.
extension Judge {
    private func contrast(_ variation: RequestVariation) -> Visit? {
        self.seen.contrasts.first { $0.request == variation }
    }

    mutating func judgeContrasts() {
        guard !self.seen.contrasts.isEmpty else { return }
        let hasFailed = self.seen.pages.contains { $0.connect != nil && !Self.isGood($0) }
        self.weighSmallPackets()
        if hasFailed { self.weighPaths() }
        self.weighFresh(hasFailed: hasFailed)
        if !hasFailed { self.weighPost() }
        self.weighSize(hasFailed: hasFailed)
    }

    /// A path that swallows large packets lets the same request through with small ones.
    private mutating func weighSmallPackets() {
        guard let small = self.contrast(.smallPackets) else { return }
        guard small.isAnswered else { return }
        let line = "the same request is answered when the server may send small packets only"
        self.scale.support(.pathMTU, by: 20, line)
        self.verdict.outcome = .broken
    }

    private mutating func weighPaths() {
        let others = self.seen.contrasts.filter { visit in
            if case .path = visit.request { return true }
            return false
        }
        guard !others.isEmpty else { return }
        let good = others.filter { Self.isGood($0) }
        let names = (good.isEmpty ? others : good).compactMap { visit -> String? in
            guard case .path(let path) = visit.request else { return nil }
            return "\(path) (\(visit.response.map { String($0.status) } ?? "no answer"))"
        }
        guard !good.isEmpty else {
            return self.verdict.notes.append("other paths fail as well: \(names.joined(separator: ", "))")
        }
        let line = "other paths of the site are answered: \(names.joined(separator: ", "))"
        self.verdict.notes.append(line)
        // A gateway may answer them itself, so that this alone decides nothing.
        for cause in [SiteCause.applicationError, .originClosed, .originSlow, .slowAnswer, .closedWithoutAnswer]
        where self.isSuspected(cause) {
            self.scale.support(cause, by: 1, line)
        }
        self.scale.weaken(.originDown, by: 1, line)
    }

    // MARK: - Caches

    private mutating func weighFresh(hasFailed: Bool) {
        guard let fresh = self.contrast(.fresh) else { return }
        let age = self.seen.final?.response?.field("age").map { ", \($0.prefix(12)) s old" } ?? ""
        if hasFailed, Self.isGood(fresh) {
            let line = "with Cache-Control: no-cache the same request is answered; the failure is stored\(age)"
            self.scale.support(.storedFailure, by: 16, line)
        } else if !hasFailed, !Self.isGood(fresh), fresh.response?.status ?? 0 >= 500 {
            let line = "only what a cache has stored works\(age)"
            self.judge(fresh, all: [fresh])
            self.verdict.notes.append(line)
            self.fail(at: .pattern, .degraded)
        }
    }

    // MARK: - What is sent

    private mutating func weighPost() {
        guard let post = self.contrast(.post), !Self.isGood(post), post.connect != nil else { return }
        let what = post.response.map { "status \($0.status)" } ?? "no answer"
        self.scale.support(.postFails, by: 14, "GET is answered, POST with a few bytes fails (\(what))")
        self.fail(at: .pattern, .degraded)
    }

    /// Where the limit of the request head lies; refusing beyond it is right, failing is not.
    private mutating func weighSize(hasFailed: Bool) {
        let sizes = self.seen.contrasts.compactMap { visit -> (Int, Visit)? in
            guard case .large(let size) = visit.request else { return nil }
            return (size, visit)
        }
        guard let (size, last) = sizes.last, !hasFailed else { return }
        let amount = "\(size / 1024) KiB"
        switch last.response?.status {
        case .some(400..<500):
            self.verdict.notes.append("request heads of \(amount) are refused with \(last.response?.status ?? 0)")
        case .some(..<500): self.verdict.notes.append("request heads of \(amount) are taken")
        case .some, nil:
            let what = last.response.map { "status \($0.status)" } ?? "no answer"
            let line = "a request head of \(amount) fails (\(what)), a small one does not"
            self.scale.support(.gatewayLimit, by: 12, line)
            self.fail(at: .pattern, .degraded)
        }
    }
}
