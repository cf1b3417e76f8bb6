internal import GatewayConfig
internal import GatewayCore
internal import GatewayReactor
internal import Synchronization

/// The latest answer for every name, between the resolver that gives them and the workers that use them.
///
/// Any thread may ask. Knows which endpoints stand behind a name.
final class NameBoard: Sendable {
    private struct State {
        var answers: [WatchedName: NameAnswer] = [:]
        var endpoints: [WatchedName: [String: UInt16]] = [:]
        var names: [String: WatchedName] = [:]
        var settings = ResolverSettings()
        var readers: [Mailbox<WorkerMessage>] = []
        var prober: HealthProber?
    }

    private let state = Mutex(State())
    private let arrival: ThreadSignal

    init() throws(SystemError) { self.arrival = try ThreadSignal() }

    /// Takes the names of `configuration`, and returns them.
    func adopt(_ configuration: Configuration) -> Set<WatchedName> {
        self.state.withLock { state in
            state.settings = configuration.resolver
            state.endpoints = [:]
            state.names = [:]
            for endpoint in configuration.routes.flatMap(\.endpoints) {
                guard let (name, port) = endpoint.address.watched else { continue }
                let label = endpoint.label
                state.endpoints[name, default: [:]][label] = port
                state.names[label] = name
            }
            state.answers = state.answers.filter { state.endpoints[$0.key] != nil }
            return Set(state.endpoints.keys)
        }
    }

    /// From now on every answer goes to these workers.
    func inform(_ workers: [Mailbox<WorkerMessage>]) {
        self.state.withLock { $0.readers = workers }
        self.repeatNews()
    }

    /// From now on every answer goes to the active checks as well.
    func inform(_ prober: HealthProber) { self.state.withLock { $0.prober = prober } }

    /// Tells everything again: an answer may have come while the workers did not know its endpoint yet.
    func repeatNews() {
        let readers = self.state.withLock { $0.readers }
        for news in self.news().values { for reader in readers { reader.post(.resolved(news)) } }
    }

    /// An answer came.
    func received(_ answer: NameAnswer) {
        let (news, readers, prober) = self.state.withLock { state in
            guard let endpoints = state.endpoints[answer.name] else {
                return ([EndpointNews](), state.readers, state.prober)
            }
            state.answers[answer.name] = answer
            let news = endpoints.map { label, port in
                EndpointNews(answer, label: label, port: port, settings: state.settings)
            }
            return (news, state.readers, state.prober)
        }
        for one in news {
            for reader in readers { reader.post(.resolved(one)) }
            prober?.resolved(one.label, one.targets)
        }
        self.arrival.raise()
    }

    /// The name of an endpoint.
    func name(of label: String) -> WatchedName? { self.state.withLock { $0.names[label] } }

    /// All answers there are.
    var answers: [NameAnswer] { self.state.withLock { Array($0.answers.values) } }

    /// What is known now, by endpoint.
    func news() -> [String: EndpointNews] {
        self.state.withLock { state in
            var news: [String: EndpointNews] = [:]
            for answer in state.answers.values {
                for (label, port) in state.endpoints[answer.name] ?? [:] {
                    news[label] = EndpointNews(answer, label: label, port: port, settings: state.settings)
                }
            }
            return news
        }
    }

    /// Sleeps until every name has an address or a failure, at most for `milliseconds`.
    func waitForAll(milliseconds: UInt32) {
        let deadline = ContinuousClock.now + .milliseconds(Int64(milliseconds))
        while !self.isComplete {
            let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
            guard left > 0 else { return }
            // Two may wait, and one signal wakes one of them.
            self.arrival.wait(milliseconds: Int32(min(left + 1, 50)))
        }
    }

    private var isComplete: Bool {
        self.state.withLock { state in
            state.endpoints.keys.allSatisfy { name in
                state.answers[name].map { $0.isFinal || !$0.targets.isEmpty } ?? false
            }
        }
    }
}
