internal import Synchronization

/// Messages from any thread to one worker.
///
/// Not for per-request traffic: one lock per message, one wake-up of the loop.
public final class Mailbox<Message: Sendable>: Sendable {
    private struct State: Sendable {
        var messages: [Message] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let waker: Waker

    public init(waker: Waker) { self.waker = waker }

    /// Leaves a message and wakes the worker; returns false when the worker has closed the box.
    @discardableResult
    public func post(_ message: Message) -> Bool {
        let isTaken = self.state.withLock { state in
            guard !state.isClosed else { return false }
            state.messages.append(message)
            return true
        }
        if isTaken { self.waker.wake() }
        return isTaken
    }

    /// Takes all messages, oldest first.
    public func take() -> [Message] {
        self.state.withLock { state in
            let taken = state.messages
            state.messages = []
            return taken
        }
    }

    /// Takes the last messages and no more from here on.
    public func close() -> [Message] {
        self.state.withLock { $0.isClosed = true }
        return self.take()
    }
}
