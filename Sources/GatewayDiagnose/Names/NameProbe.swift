internal import GatewayReactor
internal import GatewayWire
internal import Synchronization

/// Finds the addresses of hosts as this machine would, and asks all name servers side by side.
///
/// Not responsible for what differing answers mean.
final class NameProbe {
    private let loop: EventLoop
    private let own: [String]
    private let given: [String]
    private var hosts = HostsFile()

    /// For each name server.
    private static let milliseconds: UInt32 = 2500
    /// Addresses that are visited; both families keep their share.
    static let mostAddresses = 8
    /// There are three or four; a hostile answer could name thousands.
    private static let mostProtocols = 16

    /// - Parameter given: name servers beside those of this machine.
    init(loop: EventLoop, given: [String], resolvConf: String = "/etc/resolv.conf") {
        self.loop = loop
        let own = DNSSurvey.system(resolvConf: resolvConf).servers
        self.own = own
        self.given = given.compactMap(DNSSurvey.address).filter { !own.contains($0) }
    }

    func resolve(_ target: Target, until end: UInt64) -> Resolution {
        let begun = EventLoop.monotonicNanoseconds
        var resolution = Resolution(host: target.host)
        self.resolve(target, into: &resolution, until: end)
        resolution.addresses = Self.bounded(resolution.addresses)
        resolution.milliseconds = Double(EventLoop.monotonicNanoseconds - begun) / 1_000_000
        return resolution
    }

    private func resolve(_ target: Target, into resolution: inout Resolution, until end: UInt64) {
        if let literal = target.literal {
            resolution.source = .literal
            resolution.addresses = [literal]
            return
        }
        let isLocal = target.host == "localhost" || target.host.hasSuffix(".localhost")
        let listed = self.hosts.addresses(of: target.host).map { SocketAddress($0, port: target.port) }
        if isLocal {
            // RFC 6761 §6.3: never asked of a name server.
            resolution.source = .hostsFile
            let both = [SocketAddress.loopbackV4(port: target.port), .loopbackV6(port: target.port)]
            resolution.addresses = listed.isEmpty ? both : listed
            return
        }
        self.survey(target, into: &resolution, until: end)
        let answered = resolution.own.first { !$0.addresses.isEmpty }
        let found = answered ?? (self.own.isEmpty ? resolution.given.first { !$0.addresses.isEmpty } : nil)
        if !listed.isEmpty {
            resolution.source = .hostsFile
            resolution.addresses = listed
            resolution.overridden = found?.addresses ?? []
        } else if let found {
            resolution.source = .resolver
            resolution.addresses = found.addresses
        } else if self.needsSystem(target, resolution) {
            resolution.addresses = self.askSystem(target, until: end)
            resolution.source = resolution.addresses.isEmpty ? .none : .system
        }
    }

    private func survey(_ target: Target, into resolution: inout Resolution, until end: UInt64) {
        let servers = self.own + self.given
        guard !servers.isEmpty else { return }
        let survey = DNSSurvey(loop: self.loop, servers: servers, milliseconds: Self.milliseconds)
        let questions = [DNSSurvey.Question(target.host, .a), DNSSurvey.Question(target.host, .aaaa)]
        let https = DNSSurvey.Question(target.host, .https)
        let all = survey.ask(questions, optional: target.scheme == .https ? [https] : [], deadline: end)
        let answers = all.filter { $0.question != https }
        for case .message(let message) in all.filter({ $0.question == https }).map(\.reply) {
            for protocolName in message.bindings(of: target.host).values.flatMap(\.protocols)
            where resolution.protocols.count < Self.mostProtocols && !resolution.protocols.contains(protocolName) {
                resolution.protocols.append(protocolName)
            }
        }
        resolution.views = survey.servers.map { server in
            NameView(
                server: server,
                isGiven: !self.own.contains(server),
                host: target.host,
                port: target.port,
                answers: answers.filter { $0.server == server }
            )
        }
    }

    /// Names that only the system's own look-up may know: short ones, `.local`, and all when there is no name server.
    private func needsSystem(_ target: Target, _ resolution: Resolution) -> Bool {
        !target.host.contains(".") || target.host.hasSuffix(".local") || resolution.own.isEmpty
    }

    private final class Found: Sendable {
        let addresses = Mutex<[SocketAddress]?>(nil)
    }

    /// On a thread of its own, because the system's look-up can block for minutes.
    private func askSystem(_ target: Target, until end: UInt64) -> [SocketAddress] {
        let found = Found()
        let waker = self.loop.waker
        let (host, port) = (target.host, target.port)
        let started: ()? = try? {
            _ = try WorkerThread(name: "gg-names") {
                let addresses = (try? HostResolver.resolve(host, port: port).get()) ?? []
                found.addresses.withLock { $0 = addresses }
                waker.wake()
            }
        }()
        guard started != nil else { return [] }
        while true {
            if let addresses = found.addresses.withLock({ $0 }) { return addresses }
            let now = EventLoop.monotonicNanoseconds
            guard now < end else { return [] }
            _ = self.loop.wait(milliseconds: Int32(clamping: (end - now) / 1_000_000 + 1))
            self.loop.acknowledgeWake()
        }
    }

    private static func bounded(_ addresses: [SocketAddress]) -> [SocketAddress] {
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
