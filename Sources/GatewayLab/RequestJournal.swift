import Synchronization

/// Counts requests and remembers the last ones, by scenario or healthy page.
///
/// The proof that a request was never sent twice rests on it, so a request counts as soon as the peer can know of
/// it: with its head, or with its first byte where the scenario acts on that.
final class RequestJournal: Sendable {
    private struct Entry {
        var count = 0
        var heads: [String] = []
    }

    /// Characters kept of one head; a test that needs more has `/echo`.
    private static let keptLength = 64 * 1024

    private let entries = Mutex<[String: Entry]>([:])
    private let remembered: Int

    init(remembered: Int) {
        self.remembered = max(0, remembered)
    }

    /// Notes a request; its head is `nil` where none was read.
    func note(_ name: String, head: String?) {
        self.entries.withLock { entries in
            var entry = entries.removeValue(forKey: name) ?? Entry()
            entry.count += 1
            if let head, self.remembered > 0 {
                if entry.heads.count == self.remembered { entry.heads.removeFirst() }
                entry.heads.append(String(head.prefix(RequestJournal.keptLength)))
            }
            entries[name] = entry
        }
    }

    func counts() -> [String: Int] {
        self.entries.withLock { $0.mapValues(\.count) }
    }

    func heads(of name: String) -> [String] {
        self.entries.withLock { $0[name]?.heads ?? [] }
    }

    func reset() {
        self.entries.withLock { $0.removeAll() }
    }
}
