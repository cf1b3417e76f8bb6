internal import GatewayCore
internal import GatewayReactor
internal import GatewayWire

/// Looking crawlers' addresses up: drives `CrawlerLookup` with the resolver's name servers.
extension NameResolverLoop {
    /// The board asks for fewer; this holds whoever asks.
    private static var mostCrawlers: Int { 64 }

    func verify(_ address: DNSAddress) {
        guard self.crawlers[address] == nil else { return }
        guard self.crawlers.count < Self.mostCrawlers else { return self.found(address, .unknown) }
        if self.client.isOutdated() { self.replaceClient() }
        let lookup = CrawlerLookup(address)
        self.crawlers[address] = lookup
        self.ask(lookup.question, for: .crawler(address, lookup.question))
    }

    func received(_ answer: DNSClient.Answer, _ address: DNSAddress, _ question: NameLookup.Question) {
        guard var lookup = self.crawlers[address] else { return }
        let reply: CrawlerLookup.Reply =
            switch answer.reply {
            case .message(let message): .message(message)
            case .timedOut, .unreachable, .malformed: .failed
            }
        let more = lookup.received(reply, to: question)
        if let finding = lookup.finding {
            self.crawlers[address] = nil
            return self.found(address, finding)
        }
        self.crawlers[address] = lookup
        for question in more { self.ask(question, for: .crawler(address, question)) }
    }

    /// The servers that were asked are not asked any more.
    func abandonCrawlers() {
        let all = self.crawlers.keys
        self.crawlers = [:]
        for address in all { self.found(address, .unknown) }
    }
}
