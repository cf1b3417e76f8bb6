internal import GatewayFaults
internal import GatewayGuide
internal import GatewayReactor

/// The flight recorder of one worker: the last exchanges that failed, or were saved.
///
/// The newest pushes out the oldest, so memory is bounded whatever happens. What clients do wrong costs them nothing and
/// can come a thousand times a second: it gets a quarter of the room, so that it pushes out the failures of others only
/// while those leave room.
final class Recorder {
    private var own = IncidentQueue()
    private var clients = IncidentQueue()
    private var sequence: UInt64 = 0
    private let capacity: Int
    /// Requests turned away at little cost: a ring of its own, so that they push nothing else out.
    private var shed: ContiguousArray<ShedRecord> = []
    private var nextShed = 0
    private static let shedCapacity = 4096

    init(capacity: Int) { self.capacity = max(1, capacity) }

    var count: Int { self.own.count + self.clients.count }

    func keep(_ incident: Incident) {
        if self.count == self.capacity { self.makeRoom() }
        self.sequence += 1
        if incident.fault?.fault?.side == .client {
            self.clients.append(incident, sequence: self.sequence)
        } else {
            self.own.append(incident, sequence: self.sequence)
        }
    }

    private func makeRoom() {
        let isCrowd = self.clients.count > self.capacity / 4
        if isCrowd || self.own.count == 0 { self.clients.removeFirst() } else { self.own.removeFirst() }
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
        if let found = self.own.incident(id: id) ?? self.clients.incident(id: id) { return found }
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
        if let distress = record.distress { incident.notes.append(distress.sentence) }
        return incident
    }

    /// The newest incidents, newest first.
    func latest(_ limit: Int) -> [Incident] {
        var (own, clients) = (0, 0)
        return (0..<min(max(0, limit), self.count)).compactMap { _ in
            let (mine, theirs) = (self.own.latest(own), self.clients.latest(clients))
            guard (mine?.sequence ?? 0) < (theirs?.sequence ?? 0) else {
                own += 1
                return mine?.incident
            }
            clients += 1
            return theirs?.incident
        }
    }
}
