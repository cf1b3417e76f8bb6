internal import GatewayGuide

/// Incidents in the order in which they came.
///
/// How many may stay is decided by its owner.
struct IncidentQueue {
    struct Entry {
        let incident: Incident
        /// Its place among those of all queues.
        let sequence: UInt64
    }

    /// Those before `first` are gone.
    private var entries: [Entry?] = []
    private var first = 0

    var count: Int { self.entries.count - self.first }

    mutating func append(_ incident: Incident, sequence: UInt64) {
        self.entries.append(Entry(incident: incident, sequence: sequence))
    }

    /// Removes the oldest one.
    mutating func removeFirst() {
        guard self.count > 0 else { return }
        self.entries[self.first] = nil
        self.first += 1
        guard self.first * 2 > self.entries.count else { return }
        self.entries.removeFirst(self.first)
        self.first = 0
    }

    /// The newest one but `back` ones.
    func latest(_ back: Int) -> Entry? { back < self.count ? self.entries[self.entries.count - 1 - back] : nil }

    func incident(id: String) -> Incident? {
        self.entries.lazy.compactMap(\.self).first { $0.incident.id == id }?.incident
    }
}
