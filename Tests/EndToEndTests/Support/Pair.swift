import GatewayConfig
import GatewayReactor
import Synchronization

/// Two upstreams that number the requests that reach either of them, so that a script knows whether it has the first
/// or the second of them.
final class Pair: Sendable {
    let first: TestUpstream
    let second: TestUpstream

    var endpoints: [Endpoint] { [.local(self.first.port), .local(self.second.port)] }
    var requests: [Message] { self.first.requests + self.second.requests }

    /// - Parameter script: gets the connection and the number of the request on it, from 1; after it the next request
    ///   of the connection is read.
    init(_ script: @escaping @Sendable (Peer, Int) throws -> Void) throws {
        let count = Count()
        let serve: @Sendable (Peer, Int, TestUpstream) throws -> Void = { peer, _, upstream in
            while let request = try? peer.message() {
                upstream.note(request)
                try script(peer, count.next())
            }
        }
        self.first = try TestUpstream(.address(.loopbackV4(port: 0)), serve)
        self.second = try TestUpstream(.address(.loopbackV4(port: 0)), serve)
    }

    func stop() {
        self.first.stop()
        self.second.stop()
    }
}

private final class Count: Sendable {
    private let value = Atomic<Int>(0)
    func next() -> Int { self.value.add(1, ordering: .acquiringAndReleasing).newValue }
}
