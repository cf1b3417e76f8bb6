import Synchronization

/// A sum that any thread adds to.
final class Tally: Sendable {
    private let sum = Atomic<Int>(0)

    var value: Int { self.sum.load(ordering: .acquiring) }

    func add(_ count: Int) { self.sum.add(count, ordering: .acquiringAndReleasing) }
}
