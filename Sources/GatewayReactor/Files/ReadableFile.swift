internal import CGatewaySystem
public import GatewayBytes

/// A regular file that is read from its beginning to its end.
@safe
public struct ReadableFile: ~Copyable, Sendable {
    private let descriptor: Int32
    /// Bytes when it was opened.
    public let size: UInt64

    /// Takes the descriptor over.
    internal init(descriptor: Int32) throws(SystemError) {
        let size = gg_regular_size(descriptor)
        guard size >= 0 else {
            _ = close(descriptor)
            throw SystemError("open", errno: EINVAL)
        }
        self.descriptor = descriptor
        self.size = UInt64(size)
    }

    deinit { _ = close(self.descriptor) }

    /// Appends exactly `count` bytes to `buffer`; returns false when the file ends before.
    public borrowing func read(into buffer: inout Buffer, count: Int) throws(SystemError) -> Bool {
        buffer.reserve(count)
        var left = count
        while left > 0 {
            var hasFailed = false
            // SAFETY: `read` writes at most the smaller of `left` and the free bytes, and says how many.
            let result = unsafe buffer.unsafeFill { free, size in
                let result = unsafe CGatewaySystem.read(self.descriptor, free, min(size, left))
                hasFailed = result < 0
                return max(0, result)
            }
            if hasFailed {
                if gg_errno() == EINTR { continue }
                throw SystemError("read")
            }
            guard result > 0 else { return false }
            left -= result
        }
        return true
    }

    /// Keeps others from locking the file while this value lives; returns whether nobody had it.
    public borrowing func lock() -> Bool { gg_lock_file(self.descriptor) == 0 }
}
