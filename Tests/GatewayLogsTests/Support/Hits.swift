import Synchronization

/// The numbers of the lines that a reading gave.
final class Hits: Sendable {
    private let numbers = Mutex<[Int]>([])

    var lines: [Int] { self.numbers.withLock { $0 } }

    func add(_ line: Int) { self.numbers.withLock { $0.append(line) } }
}
