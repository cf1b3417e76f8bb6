public import GatewayWire

/// One look-up of a name from its first question to its result, over search domains, both families and SRV.
///
/// Says which questions to ask and is told the replies, in whatever order they come. Not responsible for asking.
public struct NameLookup: Sendable {
    public struct Question: Hashable, Sendable {
        public var name: String
        public var type: DNSType

        public init(name: String, type: DNSType) {
            self.name = name
            self.type = type
        }
    }

    public enum Reply: Sendable {
        case message(DNSMessage, server: String)
        case failure(NameFailure)
    }

    /// What is known of one address family.
    public enum Family: Hashable, Sendable {
        case pending
        case found([NameTarget], ttl: UInt32)
        case failed(NameFailure)
    }

    /// Targets of one SRV answer that are looked up.
    private static let mostServices = 16

    public private(set) var v4 = Family.pending
    public private(set) var v6 = Family.pending
    private let watched: WatchedName
    /// Full names still to be tried, the next one last.
    private var candidates: [String]
    private var current = ""
    private var open: Set<Question> = []
    private var services: [DNSService] = []
    private var servicesTTL = UInt32.max
    private var worst: NameFailure?

    /// - Parameters:
    ///   - search: domains to complete a name with (`resolv.conf(5)`).
    ///   - dots: a name with as many dots is tried as it stands first.
    public init(_ watched: WatchedName, search: [String] = [], dots: Int = 1) {
        self.watched = watched
        let name = watched.text
        switch watched {
        case .service: self.candidates = [name]
        case .host:
            let completed = search.map { "\(name).\($0)" }
            let isComplete = name.utf8.count { $0 == UInt8(ascii: ".") } >= dots
            self.candidates = (isComplete ? [name] + completed : completed + [name]).reversed()
        }
    }

    /// All questions have their answer.
    public var isFinished: Bool { self.open.isEmpty && self.candidates.isEmpty }
    /// A family has addresses already.
    public var hasAddresses: Bool {
        if case .found = self.v4 { return true }
        if case .found = self.v6 { return true }
        return false
    }

    /// Why there are no addresses; nil when there are some.
    public var failure: NameFailure? {
        self.hasAddresses ? nil : self.worst ?? NameFailure(.unreachable)
    }

    /// The first questions.
    public mutating func began() -> [Question] { self.askNext() }

    /// Returns what to ask next, if anything.
    public mutating func received(_ reply: Reply, to question: Question) -> [Question] {
        guard self.open.remove(question) != nil else { return [] }
        if question.type == .srv { return self.receivedServices(reply, question) }
        switch reply {
        case .failure(let failure): self.note(failure, question)
        case .message(let message, let server): self.note(message, server, question)
        }
        guard self.open.isEmpty else { return [] }
        self.settle()
        if self.hasAddresses {
            self.candidates = []
            return []
        }
        // Silence is not "no": the next candidate would only take as long again.
        if self.worst?.reason == .timedOut || self.worst?.reason == .unreachable { self.candidates = [] }
        return self.askNext()
    }

    private mutating func askNext() -> [Question] {
        guard let next = self.candidates.popLast() else { return [] }
        self.current = next
        self.v4 = .pending
        self.v6 = .pending
        switch self.watched {
        case .host: return self.ask([Question(name: next, type: .a), Question(name: next, type: .aaaa)])
        case .service: return self.ask([Question(name: next, type: .srv)])
        }
    }

    private mutating func ask(_ questions: [Question]) -> [Question] {
        let fresh = questions.filter { self.open.insert($0).inserted }
        return fresh
    }

    // MARK: - Replies

    private mutating func receivedServices(_ reply: Reply, _ question: Question) -> [Question] {
        guard case .message(let message, let server) = reply, message.rcode == 0 else {
            self.note(reply)
            return []
        }
        let found = message.services(of: question.name)
        self.services = found.values.filter { !$0.target.isEmpty }.prefix(Self.mostServices).map { $0 }
        self.servicesTTL = found.ttl
        guard !self.services.isEmpty else {
            self.note(.failure(NameFailure(.noAddress, errors: message.errors, server: server)))
            return []
        }
        return self.ask(
            self.services.flatMap { [Question(name: $0.target, type: .a), Question(name: $0.target, type: .aaaa)] }
        )
    }

    private mutating func note(_ message: DNSMessage, _ server: String, _ question: Question) {
        let found = message.addresses(of: question.name)
        guard message.rcode == 0, !found.values.isEmpty else {
            let reason: NameFailure.Reason = message.rcode == 0 ? .noAddress : .code(message.rcode)
            return self.note(NameFailure(reason, errors: message.errors, server: server), question)
        }
        var targets: [NameTarget] = []
        switch self.watched {
        case .host: targets = found.values.map { NameTarget(address: $0) }
        case .service:
            for service in self.services where service.target == question.name {
                targets += found.values.map {
                    NameTarget(
                        address: $0,
                        port: service.port,
                        priority: service.priority,
                        weight: max(1, service.weight)
                    )
                }
            }
        }
        let ttl = min(found.ttl, self.servicesTTL)
        if question.type == .a { self.v4.add(targets, ttl) } else { self.v6.add(targets, ttl) }
    }

    private mutating func note(_ failure: NameFailure, _ question: Question) {
        self.worsen(failure)
        if question.type == .a { self.v4.fail(failure) } else { self.v6.fail(failure) }
    }

    private mutating func note(_ reply: Reply) {
        switch reply {
        case .failure(let failure): self.worsen(failure)
        case .message(let message, let server):
            self.worsen(NameFailure(.code(message.rcode), errors: message.errors, server: server))
        }
        self.settle()
    }

    /// The name's failure is the one that tells most of all that were seen.
    private mutating func worsen(_ failure: NameFailure) {
        guard failure.weight >= self.worst?.weight ?? -1 else { return }
        self.worst = failure
    }

    /// A family that nobody was asked for failed with the look-up.
    private mutating func settle() {
        let failure = self.worst ?? NameFailure(.noAddress)
        self.v4.fail(failure)
        self.v6.fail(failure)
    }
}

extension NameLookup.Family {
    fileprivate mutating func add(_ targets: [NameTarget], _ ttl: UInt32) {
        if case .found(let before, let shortest) = self {
            self = .found(before + targets, ttl: min(shortest, ttl))
        } else {
            self = .found(targets, ttl: ttl)
        }
    }

    /// One target without an address does not take away those of others.
    fileprivate mutating func fail(_ failure: NameFailure) {
        if case .pending = self { self = .failed(failure) }
    }
}
