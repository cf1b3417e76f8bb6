internal import CGatewaySystem
public import GatewayBytes

/// A file, or standard output, that is only ever appended to.
@safe
public struct AppendFile: ~Copyable {
    private let descriptor: Int32
    private let owns: Bool

    private init(descriptor: Int32, owns: Bool) {
        self.descriptor = descriptor
        self.owns = owns
    }

    public static var standardOutput: AppendFile { AppendFile(descriptor: 1, owns: false) }
    public static var standardError: AppendFile { AppendFile(descriptor: 2, owns: false) }

    /// Opens or creates `path` with mode 0640.
    public init(path: String) throws(SystemError) {
        let descriptor = unsafe path.withCString { unsafe gg_open_append($0) }
        guard descriptor >= 0 else { throw SystemError("open") }
        self.init(descriptor: descriptor, owns: true)
    }

    deinit {
        if self.owns { _ = close(self.descriptor) }
    }

    /// Writes all of `bytes`, waiting as long as the other end needs.
    ///
    /// Returns false when the file takes no more.
    public borrowing func write(_ buffer: borrowing Buffer) -> Bool { self.write(buffer.span) }

    /// Writes all of `bytes`, as above.
    public borrowing func write(_ bytes: [UInt8]) -> Bool { self.write(bytes.span) }

    private borrowing func write(_ bytes: borrowing Span<UInt8>) -> Bool {
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
            } else if gg_errno() == EAGAIN {
                gg_wait_writable(self.descriptor, 1000)
            } else if gg_errno() != EINTR {
                return false
            }
        }
        return true
    }
}
