import Synchronization

/// What all connections of one lab share: the settings, the journal and the number of open connections.
final class PeerFloor: Sendable {
    let options: LabOptions
    let journal: RequestJournal
    /// The scenario that every request to the main port meets.
    let everyRequest: Recipe?
    private let open = Atomic<Int>(0)
    /// Until when requests that take turns keep the one who works.
    private let busyUntil = Mutex(ContinuousClock.now)
    private let crowd = Mutex(CrowdedWork())

    init(options: LabOptions, everyRequest: Recipe?) {
        self.options = options
        self.everyRequest = everyRequest
        self.journal = RequestJournal(remembered: options.rememberedRequests)
    }

    /// Takes a place for a connection; false when all are taken.
    ///
    /// Either way `connectionClosed` must follow.
    func connectionOpened() -> Bool {
        self.open.wrappingAdd(1, ordering: .relaxed).newValue <= self.options.maximumConnections
    }

    func connectionClosed() {
        self.open.wrappingSubtract(1, ordering: .relaxed)
    }

    func length(of pause: Pause) -> Duration {
        switch pause {
        case .gap: self.options.gap
        case .slow: self.options.slowPause
        case .idle: self.options.idleClose
        case .milliseconds(let count): .milliseconds(count)
        case .turn(let count): self.queue(.milliseconds(count))
        case .crowdedTurn(let count):
            self.crowd.withLock {
                $0.take(.milliseconds(count), now: .now, longest: self.options.slowPause)
            }
        }
    }

    /// The time until all before and this one are done.
    private func queue(_ work: Duration) -> Duration {
        self.busyUntil.withLock { busyUntil in
            let now = ContinuousClock.now
            // A queue that nobody waits for any more must not outlive its test.
            busyUntil = min(max(now, busyUntil) + work, now + self.options.slowPause)
            return busyUntil - now
        }
    }
}
