internal import CGatewaySystem

/// Asks the system's resolver, which may block for seconds: never call it on a worker's thread.
public enum HostResolver {
    /// The addresses of `host`, in the system's order, or getaddrinfo's `EAI_…` number.
    public static func resolve(_ host: String, port: UInt16) -> Result<[SocketAddress], ResolveError> {
        var found: [gg_address] = Array(repeating: gg_address(), count: 16)
        // SAFETY: the C side writes at most `capacity` entries and returns how many.
        let count = unsafe host.withCString { name in
            unsafe found.withUnsafeMutableBufferPointer {
                unsafe gg_resolve(name, port, $0.baseAddress, Int32($0.count))
            }
        }
        guard count >= 0 else { return .failure(ResolveError(number: count)) }
        return .success(found.prefix(Int(count)).map { SocketAddress($0) })
    }
}

/// getaddrinfo's `EAI_…` number.
public struct ResolveError: Error, Sendable, Hashable {
    public let number: Int32
}
