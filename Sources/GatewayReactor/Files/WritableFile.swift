internal import CGatewaySystem
public import GatewayBytes

/// A new file that is written from its beginning to its end.
@safe
public struct WritableFile: ~Copyable, Sendable {
    private let descriptor: Int32

    /// Takes the descriptor over.
    internal init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { _ = close(self.descriptor) }

    public borrowing func write(_ buffer: borrowing Buffer) throws(SystemError) {
        let bytes = buffer.span
        var written = 0
        while written < bytes.count {
            // SAFETY: the span lives across the call and the range is inside it.
            let count = unsafe bytes.withUnsafeBytes { all in
                unsafe CGatewaySystem.write(
                    self.descriptor,
                    all.baseAddress.map { unsafe $0 + written },
                    all.count - written
                )
            }
            if count > 0 {
                written += count
            } else if gg_errno() != EINTR {
                throw SystemError("write")
            }
        }
    }
}
