/// Where a site says that it speaks HTTP/3, which browsers then do, and this walk cannot.
public struct HTTP3Offer: Hashable, Sendable {
    /// What `Alt-Svc` names: `host:port`, or `:port` for the site's own host; nil where it names nothing.
    public var authority: String?
    /// The HTTPS record says so, so that browsers need no visit before.
    public var isInDNS: Bool

    static let name = "h3"

    /// - Parameters:
    ///   - fields: values of `Alt-Svc`.
    ///   - protocols: of the HTTPS record.
    init?(fields: [String], protocols: [String]) {
        // Drafts have names of their own (`h3-29`), which no browser of today speaks.
        self.authority = fields.flatMap(AlternativeService.parse).first { $0.name == Self.name }?.authority
        self.isInDNS = protocols.contains(Self.name)
        guard self.authority != nil || self.isInDNS else { return nil }
    }

    /// Who says so.
    var sources: String {
        let field = self.authority.map { "Alt-Svc: \($0)" }
        return [field, self.isInDNS ? "HTTPS record" : nil].compactMap { $0 }.joined(separator: ", ")
    }
}
