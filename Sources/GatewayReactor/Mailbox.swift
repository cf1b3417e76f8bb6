internal import Synchronization

/// Messages from any thread to one worker.
///
/// Not for per-request traffic: one lock per message, one wake-up of the loop for all that it finds together.
public final class Mailbox<Message: Sendable>: Sendable {
    private struct State {
        var messages: [Message] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let waker: Waker

    public init(waker: Waker) { self.waker = waker }

    /// Leaves a message and wakes the worker.
    ///
    /// Returns false when the worker has ended and nobody will read it.
    @discardableResult
    public func post(_ message: Message) -> Bool {
        let (isTaken, isFirst) = self.state.withLock { state in
            guard !state.isClosed else { return (false, false) }
            state.messages.append(message)
            return (true, state.messages.count == 1)
        }
        // Who found it empty wakes the worker, which takes all there is.
        if isFirst { self.waker.wake() }
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

    /// Takes what is left and refuses everything from now on: a question that is never answered would wait for ever.
    public func close() -> [Message] {
        self.state.withLock { state in
            let taken = state.messages
            state = State(isClosed: true)
            return taken
        }
    }
}
