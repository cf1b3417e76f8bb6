internal import GatewayReactor

/// Follows redirects as a browser does, with their cookies, and no further than ten.
extension Walk {
    private static let mostHops = 10

    func followRedirects() {
        let answered =
            self.seen.pages.first { $0.isAnswered } ?? self.seen.unverified.first { $0.isAnswered }
        guard var visit = answered, visit.response.flatMap(Self.location) != nil else { return }
        let verifies = visit.encryption?.verifies ?? true
        var target = self.seen.target
        var cookies = CookieJar()
        var known: Set<String> = [Self.key(target, cookies)]
        while let response = visit.response, let location = Self.location(of: response) {
            for value in response.fields("set-cookie").prefix(20) {
                cookies.take(value, from: target.host)
            }
            guard let next = target.following(location) else {
                self.seen.redirectProblem = .unusable(location)
                return
            }
            guard known.insert(Self.key(next, cookies)).inserted else {
                self.seen.redirectProblem = .loop
                return
            }
            guard self.seen.hops.count < Self.mostHops else {
                self.seen.redirectProblem = .tooMany
                return
            }
            target = next
            guard let result = self.hop(to: target, cookies: cookies.cookies(for: target.host), verifies: verifies)
            else {
                return
            }
            visit = result
        }
    }

    private func hop(to target: Target, cookies: [String], verifies: Bool) -> Visit? {
        let resolution =
            target.host == self.seen.resolution.host && target.literal == nil
            ? self.known(for: target) : self.names.resolve(target, until: self.share(3000))
        var hop = Observations.Hop(target: target, resolution: resolution)
        for address in resolution.addresses.prefix(3) {
            var plan = self.plan(.page, target, address)
            plan.requests = [self.request(target, cookies: cookies)]
            if !verifies { plan.encryption?.verifies = false }
            hop.visit = self.visit([plan], until: self.end).first
            if hop.visit?.isAnswered == true { break }
        }
        self.seen.hops.append(hop)
        self.note(.followed(hop))
        return hop.visit?.isAnswered == true ? hop.visit : nil
    }

    /// The same host on another port: addresses that answered come first.
    private func known(for target: Target) -> Resolution {
        var resolution = self.seen.resolution
        let good = self.seen.pages.filter(\.isAnswered).map(\.address)
        resolution.addresses = (good + resolution.addresses.filter { !good.contains($0) }).map {
            $0.at(port: target.port)
        }
        return resolution
    }

    private static func location(of response: VisitResponse) -> String? {
        switch response.status {
        case 301, 302, 303, 307, 308: response.field("location")
        // Default: 300 and 304 have no place to go to, and everything else is no redirect.
        default: nil
        }
    }

    /// The same place with other cookies is another request: sites set one and send the browser back.
    private static func key(_ target: Target, _ cookies: CookieJar) -> String {
        target.text + "\n" + cookies.cookies(for: target.host).sorted().joined(separator: ";")
    }
}
