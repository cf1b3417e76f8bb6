internal import GatewayCore
internal import GatewayReactor

extension NameBoard {
    /// The names as metrics and the admin API show them, by name.
    func report() -> [PlaneReport.Name] {
        let now = EventLoop.monotonicNanoseconds
        return self.answers.map { answer in
            var name = PlaneReport.Name(name: answer.name.text)
            name.addresses = answer.targets.map { target in
                let address = SocketAddress(target.address, port: target.port ?? 0)
                return target.port == nil ? address.hostText : address.text
            }
            name.age = answer.answeredAt.map { Double(now > $0 ? now - $0 : 0) / 1_000_000_000 }
            name.timeToLive = Double(answer.timeToLive) / 1_000_000_000
            name.failures = answer.failures
            name.failuresInRow = answer.failuresInRow
            // What the answer was worth when it came is not what it is worth now.
            name.isStale = answer.answeredAt.map { now > $0 + answer.timeToLive } ?? false
            name.problem = answer.failure?.evidence
            return name
        }.sorted { $0.name < $1.name }
    }
}
