internal import GatewayReactor

/// Keeps OCSP responses for certificates current, on a thread of its own that may block.
///
/// Every method may be called from any thread. Not responsible for which certificates there are. Serving never waits
/// for it: a handshake shows what the store has.
final class StapleKeeper: Sendable {
    let store: StapleStore
    private let state = StapleState()
    private let signal: ThreadSignal

    /// - Parameter tell: takes a line for the administrator, on the keeper's thread.
    init(store: StapleStore, tell: @escaping @Sendable (String) -> Void) throws(SystemError) {
        self.store = store
        let signal = try ThreadSignal()
        self.signal = signal
        let state = self.state
        _ = try WorkerThread(name: "ocsp") {
            var rounds = StapleRounds(store: store, state: state, tell: tell)
            while let milliseconds = rounds.turn() { signal.wait(milliseconds: milliseconds) }
        }
    }

    deinit {
        self.state.stop()
        self.signal.raise()
    }

    /// Replaces whom it asks about; what is known of those that stay is kept.
    func update(_ questions: [StapleQuestion]) {
        self.state.set(questions)
        self.store.keep(only: Set(questions.map(\.facts.fingerprint)))
        self.signal.raise()
    }

    /// How many responses were fetched, and how often none was.
    var counts: (fetched: UInt64, failed: UInt64) { self.state.counts }
}
