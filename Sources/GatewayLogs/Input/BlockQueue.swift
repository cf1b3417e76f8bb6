import Dispatch
import Synchronization

/// Blocks that one thread makes and another uses: a few at a time, in order.
///
/// Whoever is faster waits for the other, so memory is bounded by the room and not by the input.
final class BlockQueue: Sendable {
    enum Item: Sendable {
        case bytes([UInt8])
        /// Nothing comes behind it.
        case problem(InputProblem)
        case end
    }

    private struct State {
        var items: [Item] = []
        var isAbandoned = false
    }

    private let state = Mutex(State())
    /// Both begin at 0: libdispatch ends the program where a semaphore dies with less than it was made with.
    private let free = DispatchSemaphore(value: 0)
    private let waiting = DispatchSemaphore(value: 0)

    init(room: Int) {
        for _ in 0..<room { self.free.signal() }
    }

    /// Waits for room; tells whether anybody still wants what comes.
    func put(_ item: Item) -> Bool {
        self.free.wait()
        let isWanted = self.state.withLock { state in
            if !state.isAbandoned { state.items.append(item) }
            return !state.isAbandoned
        }
        self.waiting.signal()
        return isWanted
    }

    /// Waits for the next; not to be called behind the last.
    func take() -> Item {
        self.waiting.wait()
        let item = self.state.withLock { $0.items.isEmpty ? .end : $0.items.removeFirst() }
        self.free.signal()
        return item
    }

    /// Nobody takes any more: who puts is told so, also one who is waiting.
    func abandon() {
        self.state.withLock { state in
            state.isAbandoned = true
            state.items = []
        }
        self.free.signal()
    }
}
