public import GatewayWire

/// One look-up of whose crawler an address is: its names, then the addresses of those names that matter.
///
/// Reverse DNS alone proves nothing, because who owns an address writes any name there; the name's owner has to say
/// the same. Questions out, replies in; not responsible for asking, nor for the hosts file, in which no crawler
/// stands.
public struct CrawlerLookup: Sendable {
    public enum Reply: Sendable {
        case message(DNSMessage)
        /// No usable answer.
        case failed
    }

    /// Names of an address beyond these are not asked for: crawlers have one.
    private static let mostNames = 4

    public let address: DNSAddress
    /// nil until it is over.
    public private(set) var finding: CrawlerFinding?
    private var open: Set<String> = []
    private var ttl = UInt32.max
    private var hasFailed = false

    public init(_ address: DNSAddress) { self.address = address }

    /// The first question.
    public var question: NameLookup.Question { NameLookup.Question(name: self.address.reverseName, type: .ptr) }

    /// A reply came; returns what to ask next.
    public mutating func received(_ reply: Reply, to question: NameLookup.Question) -> [NameLookup.Question] {
        guard self.finding == nil else { return [] }
        guard question.type == .ptr else {
            self.confirm(reply, question.name)
            return []
        }
        guard case .message(let message) = reply, Self.isAnswer(message) else {
            self.finding = .unknown
            return []
        }
        let found = message.pointers(of: question.name)
        let names = found.values.filter { Self.isHostName($0) && SearchEngine(hostName: $0) != nil }
        self.open = Set(names.prefix(Self.mostNames))
        self.ttl = found.ttl
        guard !self.open.isEmpty else {
            self.finding = .stranger
            return []
        }
        return self.open.sorted().map { NameLookup.Question(name: $0, type: self.type) }
    }

    /// The name's own word.
    private mutating func confirm(_ reply: Reply, _ name: String) {
        guard self.open.remove(name) != nil else { return }
        if case .message(let message) = reply, Self.isAnswer(message) {
            let found = message.addresses(of: name)
            if found.values.contains(self.address), let engine = SearchEngine(hostName: name) {
                self.finding = .crawler(engine, name: name, ttl: min(self.ttl, found.ttl))
            }
        } else {
            self.hasFailed = true
        }
        guard self.finding == nil, self.open.isEmpty else { return }
        self.finding = self.hasFailed ? .unknown : .stranger
    }

    private var type: DNSType {
        switch self.address {
        case .v4: .a
        case .v6: .aaaa
        }
    }

    /// "No such name" is an answer; any other code is a server's trouble.
    private static func isAnswer(_ message: DNSMessage) -> Bool { message.rcode == 0 || message.rcode == 3 }

    /// Letters, digits, hyphens, dots: what is asked for came from a stranger's zone.
    private static func isHostName(_ name: String) -> Bool {
        name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                UInt8(ascii: "."):
                true
            // Default: a byte that no crawler's name has.
            default: false
            }
        }
    }
}
