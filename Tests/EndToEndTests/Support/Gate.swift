import Foundation

/// Holds one thread back until another lets it go on; gives up after a while.
final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func open() { self.semaphore.signal() }

    /// Returns false when it gave up.
    @discardableResult
    func wait() -> Bool { self.semaphore.wait(timeout: .now() + 15) == .success }
}
