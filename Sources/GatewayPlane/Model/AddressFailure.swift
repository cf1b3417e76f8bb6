internal import GatewayReactor

/// One address that could not be connected to for an exchange.
struct AddressFailure: BitwiseCopyable, Sendable {
    var address: SocketAddress
    var errno: Int32

    /// Which of several failures tells most of the upstream: a machine without IPv6 cannot reach an IPv6 address, and
    /// that says nothing of a server that refuses IPv4.
    var weight: Int {
        switch self.errno {
        case Errno.connectionRefused: 3
        case Errno.timedOut: 2
        case Errno.networkUnreachable, Errno.addressNotAvailable: 0
        // Default: any other errno of connect.
        default: 1
        }
    }

    /// The other addresses would want for the same thing: descriptors or memory.
    var isOurs: Bool {
        switch self.errno {
        case Errno.processFilesExhausted, Errno.systemFilesExhausted, Errno.outOfMemory, Errno.noBuffers: true
        // Default: about this address.
        default: false
        }
    }
}
