internal import GatewayFaults
internal import GatewayGuide
internal import GatewayReactor

/// The flight recorder of one worker: the last exchanges that failed, or were saved.
///
/// A ring: the newest pushes out the oldest, so memory is bounded whatever happens.
final class Recorder {
    private var ring: [Incident] = []
    private var next = 0
    private let capacity: Int
    /// Requests turned away at little cost: a ring of its own, so that they push nothing else out.
    private var shed: ContiguousArray<ShedRecord> = []
    private var nextShed = 0
    private static let shedCapacity = 4096

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

    func keep(_ record: ShedRecord) {
        if self.shed.count < Self.shedCapacity {
            self.shed.append(record)
        } else {
            self.shed[self.nextShed] = record
        }
        self.nextShed = (self.nextShed + 1) % Self.shedCapacity
    }

    func incident(id: String) -> Incident? {
        if let found = self.ring.first(where: { $0.id == id }) { return found }
        return self.shed.first { IncidentID.text(high: $0.high, low: $0.low) == id }.map { Self.incident($0) }
    }

    private static func incident(_ record: ShedRecord) -> Incident {
        var incident = Incident(
            id: IncidentID.text(high: record.high, low: record.low),
            startedMS: Int64(record.startedMS),
            client: record.peer.text,
            status: Int(record.status),
            outcome: .failed,
            fault: FaultRecord(record.fault)
        )
        incident.notes = [
            "the request was turned away before anything was tried; only its numbers were kept (route \(record.route + 1))"
        ]
        if let backlog = record.backlog { incident.notes.append(backlog.sentence) }
        return incident
    }

    /// The newest incidents, newest first.
    func latest(_ limit: Int) -> [Incident] {
        (0..<min(max(0, limit), self.ring.count)).map { back in
            self.ring[(self.next - 1 - back + 2 * self.capacity) % self.capacity]
        }
    }
}
