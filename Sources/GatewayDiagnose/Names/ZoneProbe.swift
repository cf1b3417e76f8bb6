internal import GatewayReactor
internal import GatewayWire

/// Finds the name servers of a host's zone and asks each of them.
///
/// Asks a resolver for the delegation; where that does not know it, the servers of the parent. Not responsible for
/// what differing answers mean.
final class ZoneProbe {
    private let loop: EventLoop
    private let resolvers: [String]
    private let port: UInt16

    /// For each round of questions.
    private static let milliseconds: UInt32 = 1500
    private static let mostServers = 6
    private static let mostLevels = 8

    /// - Parameter resolvers: `address:port`; those that answer are used.
    init(loop: EventLoop, resolvers: [String], port: UInt16 = 53) {
        self.loop = loop
        self.resolvers = Array(resolvers.prefix(3))
        self.port = port
    }

    func look(for target: Target, until end: UInt64) -> ZoneFacts {
        var facts = ZoneFacts()
        facts.began = EventLoop.monotonicNanoseconds
        var found = self.delegation(of: target.host, until: end)
        // Only the parent is known where the zone itself is broken, or does not exist.
        if let known = found, let child = Self.child(of: known.zone, towards: target.host) {
            let (referral, isUnknown) = self.referral(to: child, by: known, until: end)
            facts.isUnknownToParent = isUnknown
            found = referral ?? (known.zone.contains(".") ? known : nil)
        }
        if let found {
            facts.zone = found.zone
            facts.servers = self.ask(found, target, until: end)
        }
        facts.ended = EventLoop.monotonicNanoseconds
        return facts
    }

    // MARK: - Who is responsible

    private struct Delegation {
        var zone: String
        var names: [String]
        var glue: [String: [SocketAddress]] = [:]
    }

    /// `shop.example.com`, `example.com`, `com`.
    static func levels(of host: String) -> [String] {
        var levels: [String] = []
        var rest = Substring(host)
        while !rest.isEmpty, levels.count < Self.mostLevels {
            levels.append(String(rest))
            guard let dot = rest.firstIndex(of: ".") else { break }
            rest = rest[rest.index(after: dot)...]
        }
        return levels
    }

    /// The name one label longer than `zone`; nil where `zone` is what serves the host, or may be.
    private static func child(of zone: String, towards host: String) -> String? {
        guard host != zone, host.hasSuffix(".\(zone)") else { return nil }
        let more = host.dropLast(zone.utf8.count + 1)
        return "\(more.split(separator: ".").last ?? more).\(zone)"
    }

    /// The deepest zone that a resolver knows servers of.
    private func delegation(of host: String, until end: UInt64) -> Delegation? {
        let levels = Self.levels(of: host)
        let answers = self.survey(self.resolvers, levels.map { DNSSurvey.Question($0, .ns) }, until: end)
        for level in levels {
            for answer in answers where answer.question.name == level {
                guard case .message(let message) = answer.reply else { continue }
                let names = Self.servers(of: level, in: message.answers)
                if !names.isEmpty { return Delegation(zone: level, names: names, glue: self.glue(message)) }
            }
        }
        return nil
    }

    private static func servers(of zone: String, in records: [DNSRecord]) -> [String] {
        var names: [String] = []
        for record in records where record.name == zone {
            if case .nameServer(let name) = record.value, !names.contains(name) { names.append(name) }
        }
        return Array(names.prefix(Self.mostServers))
    }

    private func glue(_ message: DNSMessage) -> [String: [SocketAddress]] {
        var glue: [String: [SocketAddress]] = [:]
        for record in message.glue {
            guard case .address(let address) = record.value else { continue }
            glue[record.name, default: []].append(SocketAddress(address, port: self.port))
        }
        return glue
    }

    /// What the parent's servers say of the child: whom to ask, or that there is none.
    private func referral(to child: String, by parent: Delegation, until end: UInt64) -> (Delegation?, Bool) {
        let servers = self.addresses(of: parent, until: end).map(\.address.text)
        let answers = self.survey(Array(servers.prefix(2)), [DNSSurvey.Question(child, .ns)], until: end)
        var isUnknown = false
        for answer in answers {
            guard case .message(let message) = answer.reply else { continue }
            let names = Self.servers(of: child, in: message.referrals + message.answers)
            if !names.isEmpty { return (Delegation(zone: child, names: names, glue: self.glue(message)), false) }
            if message.rcode == 3, message.isAuthoritative { isUnknown = true }
        }
        return (nil, isUnknown)
    }

    private func addresses(of delegation: Delegation, until end: UInt64) -> [(name: String, address: SocketAddress)] {
        var found = delegation.glue
        let missing = delegation.names.filter { found[$0] == nil }
        if !missing.isEmpty {
            let questions = missing.flatMap { [DNSSurvey.Question($0, .a), DNSSurvey.Question($0, .aaaa)] }
            for answer in self.survey(self.resolvers, questions, until: end) {
                guard case .message(let message) = answer.reply else { continue }
                for value in message.addresses(of: answer.question.name).values {
                    let address = SocketAddress(value, port: self.port)
                    let known = found[answer.question.name, default: []]
                    if !known.contains(address) { found[answer.question.name] = known + [address] }
                }
            }
        }
        // One address of each server first: two of one server tell less than one of two.
        let pairs = delegation.names.compactMap { name in found[name]?.first.map { (name, $0) } }
        let more = delegation.names.flatMap { name in (found[name] ?? []).dropFirst().map { (name, $0) } }
        return Array((pairs + more).prefix(Self.mostServers))
    }

    // MARK: - What they say

    private func ask(_ delegation: Delegation, _ target: Target, until end: UInt64) -> [ZoneFacts.Server] {
        let places = self.addresses(of: delegation, until: end)
        let questions = [
            DNSSurvey.Question(target.host, .a), DNSSurvey.Question(target.host, .aaaa),
            DNSSurvey.Question(delegation.zone, .soa),
        ]
        let answers = self.survey(places.map(\.address.text), questions, until: end)
        return places.map { place in
            let own = answers.filter { $0.server == place.address.text }
            let view = NameView(
                server: place.address.text,
                isGiven: true,
                host: target.host,
                port: target.port,
                answers: own.filter { $0.question.type != .soa }
            )
            var server = ZoneFacts.Server(name: place.name, view: view)
            for answer in own where answer.question.type == .soa {
                guard case .message(let message) = answer.reply else { continue }
                server.isAuthoritative = message.isAuthoritative
                for record in message.answers where record.name == delegation.zone {
                    if case .edition(let serial) = record.value { server.serial = serial }
                }
            }
            return server
        }
    }

    private func survey(_ servers: [String], _ questions: [DNSSurvey.Question], until end: UInt64) -> [DNSSurvey.Answer]
    {
        guard !servers.isEmpty, !questions.isEmpty else { return [] }
        return DNSSurvey(loop: self.loop, servers: servers, milliseconds: Self.milliseconds)
            .ask(questions, deadline: end)
    }
}
