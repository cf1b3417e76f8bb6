import Foundation

/// Holds one thread back until another lets it go on; gives up after a while.
final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func open() { self.semaphore.signal() }

    func wait() { _ = self.semaphore.wait(timeout: .now() + 15) }
}
