import Synchronization

/// How far the reading is, for whoever draws a bar; written by all workers.
public final class LogProgress: Sendable {
    private let doneBytes = Atomic<Int>(0)
    private let allBytes = Atomic<Int>(0)

    public init() {}

    func begin(_ bytes: Int) { self.allBytes.store(bytes, ordering: .relaxed) }

    func done(_ bytes: Int) { self.doneBytes.wrappingAdd(bytes, ordering: .relaxed) }

    /// Bytes of files that were read, and those of all; 0 while that is not known.
    public var bytes: (done: Int, all: Int) {
        (self.doneBytes.load(ordering: .relaxed), self.allBytes.load(ordering: .relaxed))
    }
}
