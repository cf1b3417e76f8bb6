/// What several workers counted, together.
extension Tally {
    /// A copy with fewer records.
    func interim(mostRecords: Int) -> Tally {
        var copy = self
        copy.failures = self.failures.thinned(to: mostRecords)
        return copy
    }

    mutating func merge(_ other: Tally) {
        self.lines &+= other.lines
        self.bytes &+= other.bytes
        self.exchanges &+= other.exchanges
        self.messages &+= other.messages
        self.unreadable &+= other.unreadable
        self.withoutTime &+= other.withoutTime
        self.timesGoingBack &+= other.timesGoingBack
        self.cutLines &+= other.cutLines
        self.outside &+= other.outside
        self.sentBytes &+= other.sentBytes
        self.first = min(self.first, other.first)
        self.last = max(self.last, other.last)
        self.firstMessage = min(self.firstMessage, other.firstMessage)
        self.lastMessage = max(self.lastMessage, other.lastMessage)
        for status in self.statuses.indices { self.statuses[status] &+= other.statuses[status] }
        for gap in self.gaps.indices { self.gaps[gap] &+= other.gaps[gap] }
        for method in self.methods.indices { self.methods[method] &+= other.methods[method] }
        self.timeline.merge(other.timeline)
        self.requestSizes.merge(other.requestSizes)
        self.responseSizes.merge(other.responseSizes)
        self.endpoints.merge(other.endpoints)
        self.upstreams.merge(other.upstreams)
        self.causes.merge(other.causes)
        self.eventCounts.merge(other.eventCounts, uniquingKeysWith: &+)
        self.failures.merge(other.failures)
        self.names.merge(other.names)
        self.visitors.merge(other.visitors)
        self.pieceLines.merge(other.pieceLines, uniquingKeysWith: max)
        self.events = Array((self.events + other.events).sorted { $0.time < $1.time }.prefix(Self.mostEvents))
        for (key, samples) in other.samples {
            let all = (self.samples[key] ?? []) + samples
            self.samples[key] = Array(all.sorted { $0.place < $1.place }.prefix(Self.mostSamples))
        }
    }
}
