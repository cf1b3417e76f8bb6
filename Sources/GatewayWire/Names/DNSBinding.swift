/// How a site is to be reached, as far as an HTTPS record says so (RFC 9460 §9).
public struct DNSBinding: Hashable, Sendable {
    /// 0 says that `target` is another name of the site, and nothing more.
    public var priority: UInt16
    /// The empty name stands for the record's own.
    public var target: String
    /// By their names in ALPN, such as `h2` and `h3`; what a name may not hold is written as `?`.
    public var protocols: [String]

    private static let mostProtocols = 16
    private static let alpn: UInt16 = 1

    public init(priority: UInt16, target: String, protocols: [String]) {
        self.priority = priority
        self.target = target
        self.protocols = protocols
    }

    /// Parameters other than `alpn` are passed over.
    init(_ data: inout DNSReader) throws(DNSMessageError) {
        self.init(priority: try data.number16(), target: try data.name(), protocols: [])
        while !data.isAtEnd {
            let key = try data.number16()
            var value = try data.part(Int(try data.number16()))
            guard key == Self.alpn else { continue }
            while !value.isAtEnd {
                var name = try value.part(Int(try value.byte()))
                let text = name.restAsText(limit: 32)
                if self.protocols.count < Self.mostProtocols { self.protocols.append(text) }
            }
        }
    }
}
