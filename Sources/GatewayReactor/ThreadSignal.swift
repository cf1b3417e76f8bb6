internal import CGatewaySystem

/// Wakes one sleeping thread of our own from another thread.
@safe
public final class ThreadSignal: Sendable {
    private let descriptor: Int32

    public init() throws(SystemError) {
        let descriptor = eventfd(0, Int32(EFD_CLOEXEC))
        guard descriptor >= 0 else { throw SystemError("eventfd") }
        self.descriptor = descriptor
    }

    deinit { _ = close(self.descriptor) }

    public func raise() {
        var one: UInt64 = 1
        // SAFETY: an eventfd write reads exactly eight bytes.
        _ = unsafe write(self.descriptor, &one, 8)
    }

    /// Sleeps until raised, or until `milliseconds` have passed; -1 sleeps for ever.
    public func wait(milliseconds: Int32 = -1) {
        guard gg_wait_readable(self.descriptor, milliseconds) > 0 else { return }
        var value: UInt64 = 0
        // SAFETY: an eventfd read writes exactly eight bytes.
        _ = unsafe read(self.descriptor, &value, 8)
    }
}
