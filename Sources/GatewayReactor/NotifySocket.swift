internal import CGatewaySystem

/// The datagram socket on which a service manager wants to hear how its service does (`sd_notify(3)`).
///
/// One datagram for each message, nothing is read. Not responsible for what is said, nor for finding the socket's name.
@safe
public struct NotifySocket: Sendable {
    private let name: String

    /// - Parameter name: a path, or `@` and a name in the abstract namespace, as `NOTIFY_SOCKET` has it. Anything else
    ///   is no address, and gives nil.
    public init?(name: String) {
        guard name.utf8.count > 1, name.hasPrefix("/") || name.hasPrefix("@") else { return nil }
        self.name = name
    }

    /// Sends lines of `KEY=value`; waits for the manager when its queue is full.
    public func send(_ lines: [String]) throws(SystemError) {
        let name = Array(self.name.utf8CString)
        let message = Array(lines.joined(separator: "\n").utf8)
        // SAFETY: both arrays live across the call, and the name's count leaves out its final NUL.
        let result = unsafe name.withUnsafeBufferPointer { name in
            unsafe message.withUnsafeBytes { message in
                unsafe gg_send_datagram(name.baseAddress, name.count - 1, message.baseAddress, message.count)
            }
        }
        guard result == 0 else { throw SystemError("sendto") }
    }

    /// The clock by which the manager orders a reload: microseconds of `CLOCK_MONOTONIC`.
    public static var monotonicMicroseconds: UInt64 { gg_monotonic_ns() / 1000 }
}
