public import GatewayReactor
public import GatewayWire

/// What one name server said of one host.
public struct NameView: Sendable {
    /// Why it is of no use.
    public enum Problem: Hashable, Sendable {
        /// NXDOMAIN (RFC 1035 §4.1.1).
        case noName
        /// The name exists and has no address.
        case noAddress
        case serverFailure
        case refused
        case other(UInt16)
        case timedOut
        case unreachable
        case malformed
    }

    /// `address:port`.
    public var server: String
    /// Named on the command line, not by this machine's settings.
    public var isGiven: Bool
    public var addresses: [SocketAddress] = []
    /// CNAMEs on the way, in order.
    public var aliases: [String] = []
    public var ttl: UInt32?
    /// Seconds for which it may go on saying that there is nothing.
    public var negativeTTL: UInt32?
    public var errors: [ExtendedError] = []
    public var problem: Problem?
    public var milliseconds: Double = 0

    public init(server: String, isGiven: Bool) {
        self.server = server
        self.isGiven = isGiven
    }

    /// Takes the answers for A and AAAA of one server together.
    ///
    /// - Parameter answers: of this server only.
    init(server: String, isGiven: Bool, host: String, port: UInt16, answers: [DNSSurvey.Answer]) {
        self.init(server: server, isGiven: isGiven)
        var problems: [Problem] = []
        for answer in answers {
            self.milliseconds = max(self.milliseconds, answer.milliseconds)
            switch answer.reply {
            case .message(let message):
                if let problem = self.take(message, host: host, port: port) { problems.append(problem) }
            case .timedOut: problems.append(.timedOut)
            case .unreachable: problems.append(.unreachable)
            case .malformed: problems.append(.malformed)
            }
        }
        // One family with an address is enough for a name to work.
        guard self.addresses.isEmpty else {
            self.negativeTTL = nil
            return
        }
        self.problem = problems.max { Self.weight($0) < Self.weight($1) } ?? .noAddress
    }

    private mutating func take(_ message: DNSMessage, host: String, port: UInt16) -> Problem? {
        for error in message.errors where !self.errors.contains(error) { self.errors.append(error) }
        let found = message.addresses(of: host)
        for record in message.answers {
            if case .alias(let other) = record.value, !self.aliases.contains(other) { self.aliases.append(other) }
        }
        for value in found.values {
            let address = SocketAddress(value, port: port)
            if !self.addresses.contains(address) { self.addresses.append(address) }
        }
        if !found.values.isEmpty { self.ttl = min(self.ttl ?? .max, found.ttl) }
        // SERVFAIL is remembered by rules of its own, not by those of the zone (RFC 2308 §7).
        if found.values.isEmpty, message.rcode == 0 || message.rcode == 3, let seconds = message.negativeTTL {
            self.negativeTTL = max(self.negativeTTL ?? 0, seconds)
        }
        switch message.rcode {
        case 0: return found.values.isEmpty ? .noAddress : nil
        case 2: return .serverFailure
        case 3: return .noName
        case 5: return .refused
        // Default: the registry has two dozen more; the number says which.
        default: return .other(message.rcode)
        }
    }

    /// The more an answer tells, the more it weighs.
    private static func weight(_ problem: Problem) -> Int {
        switch problem {
        case .noName: 7
        case .serverFailure: 6
        case .refused: 5
        case .other: 4
        case .malformed: 3
        case .timedOut: 2
        case .unreachable: 1
        case .noAddress: 0
        }
    }
}
