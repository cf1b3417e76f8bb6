internal import GatewayBytes
internal import GatewayCore

/// What requests teach one worker about an endpoint is told to the others: it need not cost each of them as many.
extension Worker {
    /// The others wait so much longer for their trial: the one who ejected makes it for all, where it has requests.
    private static var trialPrecedence: UInt64 { 250_000_000 }

    func tellOthers(_ x: SlabKey, _ change: HealthChange) {
        guard self.snapshot.workers > 1, change.to == .ejected || change.to == .up else { return }
        let endpoint = self.exchanges[x].endpoint
        let news = HealthNews(
            endpoint: self.endpoints[endpoint].label,
            route: self.routes[self.exchanges[x].route].number,
            index: self.exchanges[x].endpointIndex,
            change: change,
            ejections: self.endpoints[endpoint].health.ejections
        )
        self.neighbours.post(.met(news), except: self.number)
    }

    /// The worker that found it out has written the line.
    func heard(_ news: HealthNews) {
        guard let endpoint = self.endpointsByLabel[news.endpoint], self.endpoints.contains(endpoint) else { return }
        if news.change.to == .up {
            guard self.endpoints[endpoint].health.heardUp(now: self.now) else { return }
            self.endpoints[endpoint].lastChange = news.change
            return self.endpointConnected(endpoint)
        }
        // A reload may have come in between.
        let routes = self.settings.value.routeKeys
        guard routes.indices.contains(news.route),
            self.routes[routes[news.route]].endpoints.indices.contains(news.index),
            self.routes[routes[news.route]].endpoints[news.index] == endpoint
        else { return }
        let isNews = self.endpoints[endpoint].health.heardEjected(
            until: news.change.until + Self.trialPrecedence,
            ejections: news.ejections,
            now: self.now,
            mayEject: self.mayEject(news.index, of: routes[news.route])
        )
        if isNews { self.endpoints[endpoint].lastChange = news.change }
    }
}
