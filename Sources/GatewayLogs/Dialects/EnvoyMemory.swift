/// Remembers what Envoy's words mean, so that words seen a million times are looked at once.
///
/// Bounded: addresses in the details fill it, and it then starts anew.
struct EnvoyMemory: Sendable {
    private static let most = 1024

    private var index = HashIndex(room: EnvoyMemory.most)
    private var causes: [Cause] = []

    /// The cause of the words; `Cause.none` when nobody knows them.
    mutating func cause(of words: EnvoyWords, _ bytes: borrowing Span<UInt8>) -> Cause {
        let key = words.key(bytes)
        if let known = self.index.find(key) { return self.causes[known] }
        let cause = words.cause(bytes) ?? .none
        if self.causes.count >= Self.most {
            self.causes.removeAll(keepingCapacity: true)
            self.index.removeAll()
        }
        self.index.insert(key, self.causes.count)
        self.causes.append(cause)
        return cause
    }
}
