internal import CGatewaySystem

/// Bytes on their way from one socket to another without passing through user space.
@safe
public struct Pipe: ~Copyable {
    private let readEnd: Int32
    private let writeEnd: Int32
    /// Bytes inside.
    public private(set) var count = 0
    /// Bytes it can hold.
    public let capacity: Int

    /// - Throws: when no descriptors are left.
    public init(capacity: Int = 1 << 20) throws(SystemError) {
        var ends: (Int32, Int32) = (-1, -1)
        // SAFETY: the tuple has the layout of `int[2]`.
        let size = unsafe withUnsafeMutableBytes(of: &ends) { bytes in
            unsafe gg_pipe(bytes.baseAddress?.assumingMemoryBound(to: Int32.self), Int32(capacity))
        }
        guard ends.0 >= 0 else { throw SystemError("pipe2") }
        self.readEnd = ends.0
        self.writeEnd = ends.1
        // F_SETPIPE_SZ fails beyond the user's pipe quota; the default pipe of 64 KiB still works.
        self.capacity = size > 0 ? Int(size) : 65_536
    }

    private init() {
        self.readEnd = -1
        self.writeEnd = -1
        self.capacity = 0
    }

    deinit {
        guard self.isOpen else { return }
        _ = close(self.readEnd)
        _ = close(self.writeEnd)
    }

    /// No pipe.
    public static var none: Pipe { Pipe() }
    public var isOpen: Bool { self.readEnd >= 0 }

    public var isEmpty: Bool { self.count == 0 }

    /// Moves up to `limit` bytes from the socket into the pipe.
    public mutating func fill(from socket: borrowing Socket, limit: Int) -> IOResult {
        let room = min(limit, self.capacity - self.count)
        guard room > 0 else { return .wouldBlock }
        let moved = gg_splice(socket.descriptor, self.writeEnd, room, 1)
        if moved > 0 {
            self.count += moved
            return .moved(moved)
        }
        if moved == 0 { return .ended }
        let error = gg_errno()
        return error == EAGAIN || error == EINTR ? .wouldBlock : .failed(error)
    }

    /// Moves what is inside into the socket.
    // Without SPLICE_F_MORE: it corks the socket, and a slow upstream then stalls the client for 200 ms a piece.
    public mutating func drain(to socket: borrowing Socket) -> IOResult {
        guard self.count > 0 else { return .wouldBlock }
        let moved = gg_splice(self.readEnd, socket.descriptor, self.count, 0)
        if moved > 0 {
            self.count -= moved
            return .moved(moved)
        }
        let error = gg_errno()
        return moved == 0 || error == EAGAIN || error == EINTR ? .wouldBlock : .failed(error)
    }
}
