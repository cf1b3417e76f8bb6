internal import Synchronization

/// How much of something all workers have under way together.
///
/// One atomic number, changed with each request; only where a limit is set that several workers share.
final class SharedCount: Sendable {
    private let number = Atomic<Int>(0)

    init() {}

    // Sequentially consistent: who frees a place and then looks who waits must not miss the one who said that it waits
    // and then looked whether there is a place.
    var value: Int { self.number.load(ordering: .sequentiallyConsistent) }

    func add(_ change: Int) { self.number.add(change, ordering: .sequentiallyConsistent) }

    /// Adds one where that stays within the limit.
    func take(within limit: Int) -> Bool {
        var known = self.value
        while known < limit {
            let (isTaken, found) = self.number.weakCompareExchange(
                expected: known,
                desired: known + 1,
                ordering: .sequentiallyConsistent
            )
            if isTaken { return true }
            known = found
        }
        return false
    }
}
