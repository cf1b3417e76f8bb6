internal import GatewayFaults
internal import GatewayGuide

/// The flight recorder of one worker: the last exchanges that failed, or were saved by a retry.
///
/// A ring: the newest pushes out the oldest, so memory is bounded whatever happens.
final class Recorder {
    private var ring: [Incident] = []
    private var next = 0
    private let capacity: Int

    init(capacity: Int) { self.capacity = max(1, capacity) }

    var count: Int { self.ring.count }

    func keep(_ incident: Incident) {
        if self.ring.count < self.capacity {
            self.ring.append(incident)
        } else {
            self.ring[self.next] = incident
        }
        self.next = (self.next + 1) % self.capacity
    }

    func incident(id: String) -> Incident? { self.ring.first { $0.id == id } }

    /// The newest incidents, newest first.
    func latest(_ limit: Int) -> [Incident] {
        (0..<min(max(0, limit), self.ring.count)).map { back in
            self.ring[(self.next - 1 - back + 2 * self.capacity) % self.capacity]
        }
    }
}
