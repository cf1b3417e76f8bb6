internal import GatewayCore
internal import GatewayWire

/// What a worker may ask of the resolver.
struct NameRequests: Sendable {
    private let board: NameBoard
    private let crawlers: CrawlerBoard
    private let resolver: NameResolver

    init(_ board: NameBoard, _ crawlers: CrawlerBoard, _ resolver: NameResolver) {
        self.board = board
        self.crawlers = crawlers
        self.resolver = resolver
    }

    /// Asks for the name of the endpoint again, because its address does not work; returns false when it has none that
    /// anybody watches.
    func refresh(_ label: String) -> Bool {
        guard let name = self.board.name(of: label) else { return false }
        self.resolver.refresh(name)
        return true
    }

    /// What is known of whose crawler is at `address`; what is not is asked for.
    func finding(_ address: DNSAddress, now: UInt64) -> CrawlerFinding {
        let answer = self.crawlers.look(address, now: now)
        if answer.asks { self.resolver.verify(address) }
        return answer.finding
    }
}
