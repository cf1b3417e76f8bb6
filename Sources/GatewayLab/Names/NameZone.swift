import Synchronization

/// What the lab's name server knows: for each name what it does with the first question, the second, and so on.
final class NameZone: Sendable {
    private struct Entry {
        var acts: [NameAct]
        /// Questions so far, by type.
        var asked: [UInt16: Int] = [:]
    }

    /// Whether its answers are those of a server of the zone (RFC 1035 §4.1.1, AA).
    let isAuthoritative: Bool
    private let entries = Mutex<[String: Entry]>([:])

    init(isAuthoritative: Bool = false) { self.isAuthoritative = isAuthoritative }

    /// What goes back for a query; nil for silence.
    func reply(to query: [UInt8], _ question: NameBytes.Question, overTCP: Bool) -> [UInt8]? {
        var reply = NameBytes.reply(self.act(for: question), to: query, question, overTCP: overTCP)
        if self.isAuthoritative { reply?[2] |= 0x04 }
        return reply
    }

    func set(_ name: String, _ acts: [NameAct]) {
        self.entries.withLock { $0[name.lowercased()] = Entry(acts: acts) }
    }

    func count(of name: String, type: UInt16) -> Int {
        self.entries.withLock { $0[name.lowercased()]?.asked[type] ?? 0 }
    }

    /// The last act stays for all further questions; a name that is not there does not exist.
    func act(for question: NameBytes.Question) -> NameAct {
        self.entries.withLock { entries in
            guard var entry = entries[question.name], !entry.acts.isEmpty else { return .code(3) }
            let number = entry.asked[question.type, default: 0]
            entry.asked[question.type] = number + 1
            entries[question.name] = entry
            return entry.acts[min(number, entry.acts.count - 1)]
        }
    }
}
