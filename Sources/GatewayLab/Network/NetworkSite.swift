/// What runs in the site's place: servers with the lab's pages, and name servers.
struct NetworkSite: Sendable {
    struct Listener: Sendable, Hashable {
        let address: String
        let port: Int
    }

    struct NameServer: Sendable {
        let address: String
        /// Whether it speaks for the zone, and does not only pass on what others said.
        let isAuthoritative: Bool
        let acts: [String: NameAct]
    }

    let listeners: [Listener]
    let nameServers: [NameServer]
}
