internal import GatewayBytes
internal import GatewayCore
internal import GatewayReactor

/// What operators and the next program ask of a worker.
extension Worker {
    // MARK: - Endpoints and routes

    /// These endpoints, and no others, get no new requests; their idle connections are closed.
    func markDrained(_ labels: Set<String>) {
        for index in 0..<self.endpoints.slotCount {
            guard let key = self.endpoints.key(at: UInt32(index)) else { continue }
            let isDrained = labels.contains(self.endpoints[key].label)
            guard self.endpoints[key].isDrained != isDrained else { continue }
            self.endpoints[key].isDrained = isDrained
            // One worker tells for all.
            if self.number == 0 {
                let change = HealthChange(
                    from: isDrained ? .up : .drained,
                    to: isDrained ? .drained : .up,
                    reason: isDrained ? .drained : .restored,
                    at: self.now
                )
                self.counters.healthChanges &+= 1
                self.logHealth(key, change)
            }
            if isDrained { self.closePool(key) }
        }
    }

    func closeRoute(_ name: String, _ isClosed: Bool) {
        for key in self.settings.value.routeKeys where self.routes[key].name == name {
            self.routes[key].isClosed = isClosed
        }
    }

    // MARK: - Handing over

    /// Second handles on this worker's queues.
    ///
    /// What cannot be duplicated is left out: the one who takes over then opens a socket of its own.
    func duplicateListeners() -> [ListenerBox] {
        var boxes: [ListenerBox] = []
        for index in 0..<self.listeners.slotCount {
            guard let key = self.listeners.key(at: UInt32(index)) else { continue }
            let label = self.listeners[key].label
            switch self.listeners[key].listener {
            case .none: break
            case .some(let listener):
                if let copy = try? listener.duplicate() { boxes.append(ListenerBox(copy, label: label)) }
            }
        }
        return boxes
    }

    /// Drains, and leaves idle clients their connection for half of the time, at most a minute.
    ///
    /// A connection closed while its client sends a request looks like a failure to it; a request that comes is
    /// answered, and the answer says that the connection ends.
    func retire(milliseconds: UInt64) {
        guard !self.isDraining else { return }
        self.idleGraceEnds = self.now + min(milliseconds / 2, 60_000) * 1_000_000
        self.beginDraining(milliseconds: milliseconds)
    }
}
