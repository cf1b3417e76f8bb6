/// Carries a client from one thread to the next; only one uses it at a time.
final class Held: @unchecked Sendable {
    let peer: Peer
    init(_ peer: Peer) { self.peer = peer }
}
