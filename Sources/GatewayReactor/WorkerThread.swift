internal import CGatewaySystem

/// A thread of our own for work that never yields, such as an event loop.
@safe
public struct WorkerThread: ~Copyable, Sendable {
    private let thread: pthread_t

    private final class Start {
        let name: String
        let body: @Sendable () -> Void
        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    /// - Parameter name: at most 15 bytes are shown by the system's tools.
    public init(name: String, _ body: @escaping @Sendable () -> Void) throws(SystemError) {
        var thread = pthread_t()
        // SAFETY: the new thread takes the one reference that passRetained made.
        let start = unsafe Unmanaged.passRetained(Start(name: name, body: body))
        let result = unsafe pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                let start = unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                _ = unsafe gg_name_thread(String(start.name.prefix(15)))
                start.body()
                return nil
            },
            start.toOpaque()
        )
        guard result == 0 else {
            unsafe start.release()
            throw SystemError("pthread_create", errno: result)
        }
        self.thread = thread
    }

    /// Lets the thread run on by itself; its memory is given back when it ends.
    deinit { _ = pthread_detach(self.thread) }

    /// Waits for the end of the thread.
    public consuming func join() {
        _ = pthread_join(self.thread, nil)
        discard self
    }
}
