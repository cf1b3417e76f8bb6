/// Remembers causes by a hash of the words that told them, so that words seen a million times are looked at once.
///
/// Bounded: what differs in every line (an address, a port) fills it, and it then starts anew.
struct CauseMemory: Sendable {
    private static let most = 1024

    private var index = HashIndex(room: CauseMemory.most)
    private var causes: [Cause] = []

    func cause(of key: UInt64) -> Cause? { self.index.find(key).map { self.causes[$0] } }

    /// For a key that is not known.
    mutating func keep(_ cause: Cause, of key: UInt64) {
        if self.causes.count >= Self.most {
            self.causes.removeAll(keepingCapacity: true)
            self.index.removeAll()
        }
        self.index.insert(key, self.causes.count)
        self.causes.append(cause)
    }
}
