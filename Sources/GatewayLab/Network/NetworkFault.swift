/// What the network does wrong in a case.
///
/// A description only; `NetworkPlan` says how a kernel is made to do it.
enum NetworkFault: Sendable, Hashable {
    enum Family: Sendable, Hashable { case v4, v6 }

    /// The router throws away what goes to this port, as a firewall does that says nothing.
    case drop(port: Int)
    /// The router refuses to forward to this port, and says so: ICMP "communication administratively prohibited".
    case prohibit(port: Int)
    /// Nothing comes back from that network.
    case blackHole(network: String)
    /// The router says that it cannot reach that network: ICMP "host unreachable".
    case unreachable(network: String)
    /// The router sends packets to that network to the site, which sends them back.
    case circle(network: String)
    /// The visitor has no route to anywhere else.
    case noRoute(Family)
    /// On the way from the site large packets vanish, and nobody says so.
    case hole(octets: Int)
    /// Each packet to the visitor is late.
    case delay(milliseconds: Int)
    /// Of each hundred packets to the visitor so many are lost.
    case loss(percent: Int)
    /// The router can keep one packet for the visitor and no more: of a burst it drops all others.
    case shallowQueue
    /// The visitor asks that name server.
    case resolver(address: String)
    /// A line of the visitor's hosts file.
    case hosts(line: String)
}
