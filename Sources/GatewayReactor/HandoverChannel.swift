internal import CGatewaySystem

/// One end of a line between a program and the one that takes its place: single bytes, both ways.
///
/// Its closing is news too: the other program is gone.
public struct HandoverChannel: ~Copyable, Sendable {
    /// What came in time.
    public enum News: Sendable, Equatable {
        case byte(UInt8)
        case nothing
        case gone
    }

    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { _ = close(self.descriptor) }

    /// Both ends.
    public static func pair() throws(SystemError) -> Ends {
        var ends: (Int32, Int32) = (-1, -1)
        // SAFETY: the tuple has the layout of `int[2]`.
        let result = unsafe withUnsafeMutableBytes(of: &ends) { bytes in
            guard let base = unsafe bytes.baseAddress else { return Int32(-1) }
            return unsafe gg_socket_pair(base.assumingMemoryBound(to: Int32.self))
        }
        guard result == 0 else { throw SystemError("socketpair") }
        return Ends(ours: HandoverChannel(descriptor: ends.0), theirs: HandoverChannel(descriptor: ends.1))
    }

    public struct Ends: ~Copyable, Sendable {
        public let ours: HandoverChannel
        public let theirs: HandoverChannel

        /// Our end alone: once the child has its own, keeping it here would hide that the child is gone.
        public consuming func keepOurs() -> HandoverChannel { self.ours }
    }

    /// The end that the program before this one left open under `number`.
    public init(inherited number: Int32) throws(SystemError) {
        guard number > 2, gg_adopt(number) == 0 else { throw SystemError("fcntl") }
        self.descriptor = number
    }

    public borrowing func inheritable() throws(SystemError) -> InheritableDescriptor {
        try InheritableDescriptor(of: self.descriptor)
    }

    /// Blocks for up to `milliseconds`.
    public borrowing func receive(milliseconds: Int32) -> News {
        let result = gg_receive_byte(self.descriptor, milliseconds)
        return result >= 0 ? .byte(UInt8(truncatingIfNeeded: result)) : result == -1 ? .nothing : .gone
    }

    /// Returns whether the other side is still there to hear it.
    @discardableResult
    public borrowing func send(_ byte: UInt8) -> Bool { gg_send_byte(self.descriptor, Int32(byte)) == 0 }
}
