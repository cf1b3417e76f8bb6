internal import CGatewaySystem

/// One readiness report of the kernel.
public struct ReadinessEvent: Sendable, BitwiseCopyable {
    /// What was registered with the descriptor.
    public let token: UInt64
    /// Bytes, the peer's FIN, or an error can be read.
    public let isReadable: Bool
    /// The send buffer has room, or an error waits.
    public let isWritable: Bool
    /// The peer sent FIN or RST.
    public let isPeerClosed: Bool
    /// An error waits on the socket.
    public let isError: Bool

    // Worked out once and stored: each is asked for on every event, from another module.
    init(token: UInt64, flags: UInt32) {
        let gone = gg_epoll_hup() | gg_epoll_err()
        self.token = token
        self.isReadable = flags & (gg_epoll_in() | gg_epoll_rdhup() | gone) != 0
        self.isWritable = flags & (gg_epoll_out() | gone) != 0
        self.isPeerClosed = flags & (gg_epoll_rdhup() | gone) != 0
        self.isError = flags & gg_epoll_err() != 0
    }
}

/// Waits for sockets, wakes for the mailbox, and keeps the one clock reading of a turn.
///
/// Streams are registered once, edge-triggered, for everything: no `epoll_ctl` per request. Not responsible for
/// what an event means. Confined to one thread, except `wake`.
@safe
public final class EventLoop {
    private let descriptor: Int32
    // SAFETY: `events` has room for `capacity` entries for the loop's life; the kernel fills the first `wait()`.
    private let events: UnsafeMutablePointer<epoll_event>
    private let capacity: Int32 = 512
    /// A handle by which other threads can interrupt `wait`.
    public let waker: Waker
    /// Monotonic nanoseconds, read once per turn.
    public private(set) var now: UInt64
    /// Wall clock in milliseconds since 1970, read once per turn.
    public private(set) var wallClock: UInt64

    /// The clock of `now`, for threads without a loop.
    public static var monotonicNanoseconds: UInt64 { gg_monotonic_ns() }
    /// Milliseconds since 1970.
    public static var wallMilliseconds: UInt64 { gg_realtime_ms() }

    /// The token under which a wake-up appears; no connection uses it.
    public static let wakeToken = UInt64.max

    public init() throws(SystemError) {
        let descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard descriptor >= 0 else { throw SystemError("epoll_create1") }
        do throws(SystemError) {
            self.waker = try Waker()
        } catch {
            _ = close(descriptor)
            throw error
        }
        self.descriptor = descriptor
        unsafe self.events = .allocate(capacity: Int(self.capacity))
        self.now = gg_monotonic_ns()
        self.wallClock = gg_realtime_ms()
        guard gg_epoll_control(descriptor, EPOLL_CTL_ADD, self.waker.descriptor, gg_epoll_in(), Self.wakeToken) == 0
        else {
            throw SystemError("epoll_ctl")
        }
    }

    deinit {
        _ = close(self.descriptor)
        unsafe self.events.deallocate()
    }

    /// Waits for events, at most `milliseconds` (-1: for ever), and returns how many there are.
    public func wait(milliseconds: Int32) -> Int {
        let count = unsafe epoll_wait(self.descriptor, self.events, self.capacity, milliseconds)
        self.now = gg_monotonic_ns()
        self.wallClock = gg_realtime_ms()
        guard count >= 0 else {
            // EINTR is the only errno a correct call can give; any other would spin.
            precondition(gg_errno() == EINTR, "epoll_wait failed")
            return 0
        }
        return Int(count)
    }

    /// The event at `index` of the last `wait`.
    public func event(_ index: Int) -> ReadinessEvent {
        precondition(index >= 0 && index < Int(self.capacity))
        // SAFETY: bounded above; entries past the last count are stale, never unmapped.
        return unsafe ReadinessEvent(
            token: gg_event_token(self.events, Int32(index)),
            flags: gg_event_flags(self.events, Int32(index))
        )
    }

    /// Reports everything about `socket` from now on, edge-triggered.
    public func register(_ socket: borrowing Socket, token: UInt64) throws(SystemError) {
        let flags = gg_epoll_in() | gg_epoll_out() | gg_epoll_rdhup() | gg_epoll_et()
        guard gg_epoll_control(self.descriptor, EPOLL_CTL_ADD, socket.descriptor, flags, token) == 0 else {
            throw SystemError("epoll_ctl")
        }
    }

    /// Reports waiting clients, level-triggered, so that a bounded accept loop loses none.
    public func register(_ listener: borrowing Listener, token: UInt64) throws(SystemError) {
        guard gg_epoll_control(self.descriptor, EPOLL_CTL_ADD, listener.descriptor, gg_epoll_in(), token) == 0 else {
            throw SystemError("epoll_ctl")
        }
    }

    /// Stops reports about `listener`: its clients wait in the kernel's queue instead of being refused.
    public func unregister(_ listener: borrowing Listener) {
        _ = gg_epoll_control(self.descriptor, EPOLL_CTL_DEL, listener.descriptor, 0, 0)
    }

    /// Reports what a library waits for on a socket of its own, level-triggered; nothing of both ends it.
    func watch(descriptor: Int32, token: UInt64, reads: Bool, writes: Bool) {
        guard reads || writes else {
            _ = gg_epoll_control(self.descriptor, EPOLL_CTL_DEL, descriptor, 0, 0)
            return
        }
        let flags = (reads ? gg_epoll_in() : 0) | (writes ? gg_epoll_out() : 0)
        guard gg_epoll_control(self.descriptor, EPOLL_CTL_ADD, descriptor, flags, token) != 0 else { return }
        _ = gg_epoll_control(self.descriptor, EPOLL_CTL_MOD, descriptor, flags, token)
    }

    /// Swallows the wake-up after it was reported.
    public func acknowledgeWake() {
        var value: UInt64 = 0
        // SAFETY: an eventfd read writes exactly eight bytes.
        _ = unsafe read(self.waker.descriptor, &value, 8)
    }
}

/// Interrupts an `EventLoop` from another thread.
///
/// Owns its descriptor, so that a wake-up after the loop's end reaches nobody, instead of whoever got the number next.
@safe
public final class Waker: Sendable {
    let descriptor: Int32

    init() throws(SystemError) {
        let descriptor = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
        guard descriptor >= 0 else { throw SystemError("eventfd") }
        self.descriptor = descriptor
    }

    deinit { _ = close(self.descriptor) }

    public func wake() {
        var one: UInt64 = 1
        // SAFETY: an eventfd write reads exactly eight bytes. EAGAIN means that a wake-up is pending already.
        _ = unsafe write(self.descriptor, &one, 8)
    }
}
