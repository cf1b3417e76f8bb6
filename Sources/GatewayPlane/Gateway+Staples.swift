internal import GatewayConfig
internal import GatewayReactor
internal import Synchronization

/// OCSP responses that are fetched: one thread for all of them, from the first configuration that asks for any.
extension Gateway {
    func updateStaples(_ snapshot: Snapshot) {
        var questions: [StapleQuestion] = []
        var seen: Set<String> = []
        for listener in snapshot.configuration.listeners where listener.tls?.fetchesStaples == true {
            for certificate in snapshot.tls[listener.address.description]?.certificates ?? [] {
                guard !certificate.hasStaple, seen.insert(certificate.facts.fingerprint).inserted else { continue }
                do throws(StapleProblem) {
                    questions.append(try StapleQuestion(certificate))
                } catch {
                    Self.tell("no OCSP response for \(certificate.facts.subject): \(StapleFailure.words(error))")
                }
            }
        }
        let keeper = self.stapleKeeper.withLock { keeper -> StapleKeeper? in
            if keeper == nil, !questions.isEmpty {
                // Without a thread nothing is shown, which clients accept.
                keeper = try? StapleKeeper(store: self.staples) { Self.tell($0) }
            }
            return keeper
        }
        keeper?.update(questions)
    }

    /// How many responses were fetched, and how often none was; nil where none is asked for.
    var stapleCounts: (fetched: UInt64, failed: UInt64)? { self.stapleKeeper.withLock { $0?.counts } }
}
