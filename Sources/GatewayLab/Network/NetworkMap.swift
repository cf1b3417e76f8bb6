/// Where everything is in the lab's network: a visitor, a router and a site, each in a network namespace of its own.
///
/// All addresses are private to the namespaces; nothing outside them is ever asked.
enum NetworkMap {
    /// Ours at a link of two: its address and the router's, with the size of the network.
    struct Link: Sendable {
        let address: String
        let router: String
        let size: Int

        var own: String { "\(self.address)/\(self.size)" }
        var theirs: String { "\(self.router)/\(self.size)" }
    }

    static let visitor = Link(address: "10.77.0.2", router: "10.77.0.1", size: 24)
    static let visitorV6 = Link(address: "fd77::2", router: "fd77::1", size: 64)
    static let site = Link(address: "10.78.0.2", router: "10.78.0.1", size: 24)
    static let siteV6 = Link(address: "fd78::2", router: "fd78::1", size: 64)

    /// Further addresses of the site, for sites of several servers.
    static let second = "10.78.0.3"
    static let third = "10.78.0.4"
    static let fourth = "10.78.0.5"
    static let secondV6 = "fd78::3"
    /// The name server that the visitor asks, and the one that knows the zone.
    static let resolver = "10.78.0.53"
    static let authority = "10.78.0.54"
    static let moreOfSite = [second, third, fourth, resolver, authority]
    static let moreOfSiteV6 = [secondV6]

    /// Beyond the router, and nobody's until a case says what becomes of packets to it.
    static let beyond = "10.79.0.1"
    static let beyondNetwork = "10.79.0.0/24"
    static let beyondV6 = "fd79::1"
    static let beyondNetworkV6 = "fd79::/64"

    /// Interfaces: the one of visitor and site, and the router's two.
    static let out = "out"
    static let toVisitor = "to-visitor"
    static let toSite = "to-site"
}
