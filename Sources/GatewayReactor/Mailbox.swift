internal import Synchronization

/// Messages from any thread to one worker.
///
/// Not for per-request traffic: one lock per message, one wake-up of the loop.
public final class Mailbox<Message: Sendable>: Sendable {
    private let messages = Mutex<[Message]>([])
    private let waker: Waker

    public init(waker: Waker) { self.waker = waker }

    /// Leaves a message and wakes the worker.
    public func post(_ message: Message) {
        self.messages.withLock { $0.append(message) }
        self.waker.wake()
    }

    /// Takes all messages, oldest first.
    public func take() -> [Message] {
        self.messages.withLock { messages in
            let taken = messages
            messages = []
            return taken
        }
    }
}
