internal import CGatewaySystem

/// A second descriptor of something open, for a program that is started: the child has it under the same number.
///
/// Closed with this value on our side; the child's stays.
public struct InheritableDescriptor: ~Copyable, Sendable {
    /// The number under which the child finds it.
    public let number: Int32

    init(of descriptor: Int32) throws(SystemError) {
        let copy = gg_duplicate(descriptor)
        guard copy >= 0 else { throw SystemError("fcntl") }
        self.number = copy
    }

    deinit { _ = close(self.number) }
}

extension Listener {
    /// A handle for the next program: while anybody holds one, the kernel's queue of clients stays.
    public borrowing func inheritable() throws(SystemError) -> InheritableDescriptor {
        try InheritableDescriptor(of: self.descriptor)
    }

    /// Takes a listening socket that the program before this one left open under `number`.
    ///
    /// - Throws: when nothing that listens is open there; what is there then stays as it is.
    public init(inherited number: Int32, path: String?) throws(SystemError) {
        guard number > 2, gg_is_listening(number) != 0 else { throw SystemError("getsockopt", errno: ENOTSOCK) }
        guard gg_adopt(number) == 0 else { throw SystemError("fcntl") }
        var bound = gg_address()
        // SAFETY: the C side writes one address.
        _ = unsafe gg_local_address(number, &bound)
        self.init(descriptor: number, address: path == nil ? SocketAddress(bound) : .unix, path: path)
    }
}
