internal import GatewayBytes
internal import GatewayConfig
internal import GatewayCore
internal import GatewayFaults
internal import GatewayGuide
internal import GatewayWire

/// What search engines are told when something failed.
extension Worker {
    /// A search engine that gets 502 or 504 drops pages; 503 with a time makes it come again.
    ///
    /// Who calls itself a crawler is looked at only here: while nothing fails nobody is asked for anything, and no
    /// request ever waits for a name server. The first failure of an address therefore finds nothing known.
    ///
    /// Returns the seconds that it is told.
    func crawlerPause(_ x: SlabKey, _ fault: Fault) -> Int? {
        guard fault.detail.status == 502 || fault.detail.status == 504 else { return nil }
        let c = self.exchanges[x].client
        guard !self.clients[c].isGhost,
            let engine = self.clients[c].input.withSpan({ Crawler.claimed(self.exchanges[x].request.fields, $0) })
        else { return nil }
        let claim = self.judged(x, engine)
        self.counters.crawlers[Int(claim.verdict.rawValue)] &+= 1
        self.exchanges[x].crawler = claim
        return claim.verdict.isBelieved ? Guide.pause(for: fault.detail) ?? 120 : nil
    }

    private func judged(_ x: SlabKey, _ engine: SearchEngine) -> CrawlerClaim {
        guard self.snapshot.configuration.verifiesCrawlers else {
            return CrawlerClaim(engine: engine, verdict: .unasked, finding: .unknown)
        }
        guard engine.isVerifiable, let address = CrawlerAddress.question(self.clientAddress(x)) else {
            return CrawlerClaim(engine: engine, verdict: .unverifiable, finding: .unknown)
        }
        let finding = self.names.finding(address, now: self.now)
        return CrawlerClaim(engine: engine, verdict: finding.verdict(on: engine), finding: finding)
    }
}
