public import GatewayGuide

/// A service that a name leads to, by an alias in DNS: who it is that answers for the site.
public struct AliasedService: Hashable, Sendable {
    public var product: FingerprintBook.Product
    /// The name that is the service's.
    public var alias: String
    /// Nobody looked it up: it is told and never weighed.
    public var isUnverified: Bool

    /// The first name on the way that belongs to a service, the host's own included.
    public init?(_ resolution: Resolution, book: FingerprintBook = .current) {
        let names = [resolution.host] + resolution.views.flatMap(\.aliases)
        for name in names {
            guard let row = book.alias(of: name), let product = book.product(row.product) else { continue }
            self.product = product
            self.alias = name
            self.isUnverified = row.source == .unverified
            return
        }
        return nil
    }
}
