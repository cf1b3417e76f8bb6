internal import GatewayConfig
internal import GatewayReactor
internal import Synchronization

/// Active checks: one thread for all of them, from the first configuration that asks for any.
extension Gateway {
    func updateChecks(_ configuration: Configuration) {
        let targets = CheckTarget.all(
            of: configuration,
            resolved: self.board.news().mapValues(\.targets),
            contexts: self.state.withLock { $0.snapshot.upstreamTLS }
        )
        let mailboxes = self.mailboxes
        let prober = self.prober.withLock { prober -> HealthProber? in
            if prober == nil, !targets.isEmpty {
                // Without a thread there are no checks; endpoints then count as up, as before.
                prober = try? HealthProber { change, endpoint, _ in
                    for mailbox in mailboxes { mailbox.post(.checked(endpoint: endpoint, change)) }
                }
            }
            return prober
        }
        guard let prober else { return }
        self.board.inform(prober)
        prober.update(targets)
    }
}
