/// How a peer is not itself for a while after one of its answers.
enum Spell: Sendable, Hashable {
    /// It does not listen.
    ///
    /// Announced, the answer says `Connection: close` and connections end with FIN; else all are reset.
    case gone(isAnnounced: Bool)
    /// Its pages are as good as ever, and this path answers 503.
    case unwell(path: String)
}
