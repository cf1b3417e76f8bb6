internal import GatewayFaults
internal import GatewayGuide

/// The flight recorder of one worker: the last exchanges that failed, or were saved by a retry.
///
/// A ring: the newest pushes out the oldest, so memory is bounded whatever happens.
final class Recorder {
    private var ring: [Incident] = []
    private var next = 0
    private let capacity: Int
    /// First bytes of the last response that could not be read, until its incident takes them.
    private var badBytes: [UInt8] = []

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

    /// Keeps the first 256 bytes of a response that broke the rules; secrets are in what follows, not in a head's start.
    func keepBadBytes(_ bytes: borrowing Span<UInt8>, when fault: Fault) {
        guard fault.side == .upstream, bytes.count > 0 else { return }
        self.badBytes = (0..<min(256, bytes.count)).map { bytes[$0] }
    }

    func takeBadBytes() -> [UInt8]? {
        guard !self.badBytes.isEmpty else { return nil }
        defer { self.badBytes = [] }
        return self.badBytes
    }
}
