internal import GatewayReactor
internal import GatewayWire

/// One look-up of a host under way: who runs the event loop tells it of events, and may go on with addresses that are
/// certain while other answers are still out.
///
/// Not responsible for when a search is over that nobody answers, which is the survey's time, nor for what differing
/// answers mean.
final class NameSearch {
    private let target: Target
    private let own: [String]
    private let given: [String]
    private let listed: [SocketAddress]
    /// nil where nobody has to be asked, and once all have answered.
    private var survey: DNSSurvey?
    private var servers: [String] = []
    /// So many answers are in the resolution.
    private var answered = 0
    private(set) var resolution: Resolution

    /// For each name server.
    private static let milliseconds: UInt32 = 2500
    /// Addresses that are visited; both families keep their share.
    static let mostAddresses = 8
    /// There are three or four; a hostile answer could name thousands.
    private static let mostProtocols = 16

    /// Sends the questions, if there are any.
    ///
    /// - Parameters:
    ///   - own: this machine's name servers; `given` those of the command line.
    ///   - listed: addresses of the hosts file.
    ///   - began: when its settings began to be read.
    init(
        _ target: Target,
        own: [String],
        given: [String],
        listed: [DNSAddress],
        loop: EventLoop,
        since began: UInt64 = EventLoop.monotonicNanoseconds,
        until end: UInt64
    ) {
        self.target = target
        self.own = own
        self.given = given
        self.listed = listed.map { SocketAddress($0, port: target.port) }
        self.resolution = Resolution(host: target.host)
        self.resolution.began = began
        guard target.literal == nil, !self.isLocal, !(own + given).isEmpty else {
            self.finish()
            return
        }
        let survey = DNSSurvey(loop: loop, servers: own + given, milliseconds: Self.milliseconds)
        self.servers = survey.servers
        let optional = target.scheme == .https ? [self.question(.https)] : []
        survey.begin([self.question(.a), self.question(.aaaa)], optional: optional, deadline: end)
        self.survey = survey
        self.turn()
    }

    private func question(_ type: DNSType) -> DNSSurvey.Question { DNSSurvey.Question(self.target.host, type) }

    /// RFC 6761 §6.3: never asked of a name server.
    private var isLocal: Bool { self.target.host == "localhost" || self.target.host.hasSuffix(".localhost") }

    // MARK: - A turn at a time

    var isDone: Bool { self.survey == nil }

    func waitMilliseconds(now: UInt64) -> Int32? { self.survey?.waitMilliseconds(now: now) }

    /// Returns false for an event that is none of this search's.
    func take(_ event: ReadinessEvent) -> Bool { self.survey?.take(event) ?? false }

    func turn() {
        guard let survey = self.survey else { return }
        survey.turn()
        if survey.answers.count > self.answered { self.read(survey.answers) }
        guard survey.isDone else { return }
        // Answers to optional questions that still come would wake the loop again and again.
        self.survey = nil
        self.finish()
    }

    /// Addresses that will be visited whatever else is answered, so that nobody has to wait for the rest.
    var certain: [SocketAddress] {
        guard !self.isDone else { return self.resolution.addresses }
        if !self.listed.isEmpty { return Self.bounded(self.listed) }
        // Its answer counts as soon as it has an address; the other servers are only compared with it.
        guard let first = self.resolution.views.first, first.server == self.servers.first else { return [] }
        let half = Self.mostAddresses / 2
        let (v4, v6) = (first.addresses.filter { $0.family == .v4 }, first.addresses.filter { $0.family == .v6 })
        return Array(v4.prefix(half)) + Array(v6.prefix(half))
    }

    // MARK: - Answers

    private func read(_ all: [DNSSurvey.Answer]) {
        // By question and not by arrival: the order of addresses is the same every time.
        self.answered = all.count
        let answers = all.filter { $0.question.type == .a } + all.filter { $0.question.type == .aaaa }
        self.resolution.views = self.servers.compactMap { server in
            let its = answers.filter { $0.server == server }
            guard !its.isEmpty else { return nil }
            return NameView(
                server: server,
                isGiven: !self.own.contains(server),
                host: self.target.host,
                port: self.target.port,
                answers: its
            )
        }
        self.resolution.protocols = Self.protocols(all, of: self.target.host)
    }

    private static func protocols(_ answers: [DNSSurvey.Answer], of host: String) -> [String] {
        var protocols: [String] = []
        for case .message(let message) in answers.filter({ $0.question.type == .https }).map(\.reply) {
            for name in message.bindings(of: host).values.flatMap(\.protocols)
            where protocols.count < Self.mostProtocols && !protocols.contains(name) {
                protocols.append(name)
            }
        }
        return protocols
    }

    private func finish() {
        if let literal = self.target.literal {
            self.resolution.source = .literal
            self.resolution.addresses = [literal]
        } else if self.isLocal {
            let port = self.target.port
            self.resolution.source = .hostsFile
            self.resolution.addresses =
                self.listed.isEmpty ? [.loopbackV4(port: port), .loopbackV6(port: port)] : self.listed
        } else {
            self.choose()
        }
        self.resolution.addresses = Self.bounded(self.resolution.addresses)
        self.resolution.ended = EventLoop.monotonicNanoseconds
    }

    private func choose() {
        let answered = self.resolution.own.first { !$0.addresses.isEmpty }
        let found = answered ?? (self.own.isEmpty ? self.resolution.given.first { !$0.addresses.isEmpty } : nil)
        if !self.listed.isEmpty {
            self.resolution.source = .hostsFile
            self.resolution.addresses = self.listed
            self.resolution.overridden = found?.addresses ?? []
        } else if let found {
            self.resolution.source = .resolver
            self.resolution.addresses = found.addresses
        }
    }

    static func bounded(_ addresses: [SocketAddress]) -> [SocketAddress] {
        var unique: [SocketAddress] = []
        for address in addresses where !unique.contains(address) { unique.append(address) }
        guard unique.count > Self.mostAddresses else { return unique }
        let v4 = unique.filter { $0.family == .v4 }
        let v6 = unique.filter { $0.family == .v6 }
        let half = Self.mostAddresses / 2
        let sixes = v6.prefix(max(half, Self.mostAddresses - v4.count))
        return Array(v4.prefix(Self.mostAddresses - sixes.count)) + Array(sixes)
    }
}
