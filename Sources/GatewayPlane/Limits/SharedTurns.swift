internal import Synchronization

/// In which worker somebody has waited longest for room under a limit that all workers share.
///
/// Without it a worker that frees a place would give it to its own queue, and those that wait with another worker would
/// get none. Not responsible for the queues, nor for waking anybody.
final class SharedTurns: Sendable {
    /// The moment since which nobody waits.
    static let nobody = UInt64.max

    private final class Place: Sendable {
        let since = Atomic<UInt64>(SharedTurns.nobody)
    }

    /// One for each worker.
    private let places: [Place]

    init(workers: Int) { self.places = (0..<max(1, workers)).map { _ in Place() } }

    /// The oldest request that waits with the worker and could be served by it came at `since`.
    func tell(_ worker: Int, since: UInt64) {
        self.places[worker].since.store(since, ordering: .sequentiallyConsistent)
    }

    /// The other worker whose turn it is; nil where nobody waits with another one.
    func next(except worker: Int) -> (worker: Int, since: UInt64)? {
        var next: (worker: Int, since: UInt64)?
        for number in self.places.indices where number != worker {
            let since = self.places[number].since.load(ordering: .sequentiallyConsistent)
            guard since != Self.nobody, since < next?.since ?? .max else { continue }
            next = (number, since)
        }
        return next
    }
}
