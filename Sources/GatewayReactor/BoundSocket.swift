internal import CGatewaySystem

/// Where a listening socket that somebody else opened is bound.
///
/// Looks only: the descriptor stays whose it is.
public struct BoundSocket: Sendable, Hashable {
    public let address: SocketAddress
    /// Of a Unix socket.
    public let path: String?

    /// nil when nothing that listens on an address or a path is open under the number.
    public init?(descriptor: Int32) {
        guard gg_is_listening(descriptor) != 0 else { return nil }
        var bound = gg_address()
        // SAFETY: the C side writes one address.
        guard unsafe gg_local_address(descriptor, &bound) == 0 else { return nil }
        self.address = SocketAddress(bound)
        guard self.address.family == .unix else {
            self.path = nil
            return
        }
        // The longest path of a Unix socket has 108 bytes.
        var name = [CChar](repeating: 0, count: 128)
        // SAFETY: the C side writes at most `count` bytes.
        let length = unsafe name.withUnsafeMutableBufferPointer {
            unsafe gg_local_path(descriptor, $0.baseAddress, $0.count)
        }
        guard length > 0 else { return nil }
        self.path = String(decoding: name[..<Int(length)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
