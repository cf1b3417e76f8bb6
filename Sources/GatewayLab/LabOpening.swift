import Foundation
import NIOCore
import NIOPosix

/// Opens the ports and paths of a lab, one setting at a time.
///
/// Every socket belongs to the one event loop of `group`; closing that loop closes them. Not responsible for what
/// happens on a connection.
actor LabOpening {
    let host: String
    let floor: PeerFloor
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private var addresses: [String: LabAddress] = [:]
    private var neighbours: [String: LabAddress] = [:]
    private var spells: [String: PeerSpell] = [:]
    private var directory: URL?
    private var nameServer: LabNameServer?
    private var encrypted: LabTLSServer?
    private var authority: String?
    private var mainPort = 0
    /// A port that accepts and holds connections: `refused` needs somebody to be connected to.
    private var anchor: SocketAddress?

    /// Where TCP cannot go: the kernel refuses the limited broadcast address before it looks for a way, so that
    /// not one packet leaves the machine.
    private static let noWay = LabAddress.tcp(host: "255.255.255.255", port: 80)
    /// The kernel's smallest receive buffer: little content is swallowed before a reader that stops is noticed.
    private static let smallBuffer: ChannelOptions.Types.SocketOption.Value = 4096

    init(host: String, floor: PeerFloor) {
        self.host = host
        self.floor = floor
    }

    func finish() -> LabPremises {
        LabPremises(
            host: self.host,
            addresses: self.addresses,
            neighbours: self.neighbours,
            spells: self.spells,
            nameServer: self.nameServer,
            group: self.group,
            directory: self.directory,
            encrypted: self.encrypted,
            authority: self.authority
        )
    }

    func openMainPort(_ port: Int) async throws -> Int {
        let channel = try await self.peers(following: nil).bind(host: self.host, port: port).get()
        self.mainPort = try LabOpening.port(of: channel)
        return self.mainPort
    }

    func openScenarios(_ recipes: [Recipe]) async throws {
        for (index, recipe) in recipes.enumerated() {
            let port = self.floor.options.firstOwnPort.map { $0 + index } ?? 0
            if case .certificate = recipe.setting { continue }
            self.addresses[recipe.scenario.name] = try await self.open(recipe, port: port)
        }
        try self.openEncrypted(recipes)
        try await self.openNeighbours(recipes)
    }

    /// All peers with certificates, which share a thread.
    private func openEncrypted(_ recipes: [Recipe]) throws {
        var wishes: [(LabCertificate, port: Int)] = []
        for (index, recipe) in recipes.enumerated() {
            guard case .certificate(let kind) = recipe.setting else { continue }
            wishes.append((kind, self.floor.options.firstOwnPort.map { $0 + index } ?? 0))
        }
        guard !wishes.isEmpty else { return }
        let certificates = try LabCertificates(in: try self.ownDirectory())
        let server = try LabTLSServer(
            host: self.host,
            wishes: wishes,
            certificates: certificates,
            options: self.floor.options
        )
        self.encrypted = server
        self.authority = certificates.authority
        for recipe in recipes {
            guard case .certificate(let kind) = recipe.setting, let port = server.ports[kind] else { continue }
            self.addresses[recipe.scenario.name] = .tcp(host: self.host, port: port)
        }
    }

    private func open(_ recipe: Recipe, port: Int) async throws -> LabAddress {
        let name = recipe.scenario.name
        switch recipe.setting {
        case .scripted:
            return .tcp(host: self.host, port: try await self.openPeers(following: recipe, port))
        case .boundOnly:
            return .tcp(host: self.host, port: try await self.openBoundOnly(port))
        case .fullQueue:
            let channel = try await self.deafListener().bind(host: self.host, port: port).get()
            try await self.fillQueue(of: channel)
            return .tcp(host: self.host, port: try LabOpening.port(of: channel))
        case .fullUnixQueue:
            let path = try self.unixPath(name)
            let channel = try await self.deafListener().bind(unixDomainSocketPath: path).get()
            try await self.fillQueue(of: channel)
            return .unix(path: path)
        case .missingUnixPath:
            return .unix(path: try self.unixPath(name))
        case .noWay:
            return LabOpening.noWay
        case .certificate:
            preconditionFailure("opened together")
        case .name(let act):
            return try await self.openName("\(name).lab.test", [act], port: self.mainPort)
        case .moving(let script):
            let port = try await self.openPeers(following: Recipe(recipe.scenario, .scripted(script)), port)
            return try await self.openName("\(name).lab.test", self.move(), port: port)
        case .changing(let kind):
            let (spell, port) = try await self.openSpell(kind, of: recipe, port)
            self.spells[name] = spell
            return .tcp(host: self.host, port: port)
        }
    }

    private func openPeers(following recipe: Recipe, _ port: Int) async throws -> Int {
        let channel = try await self.peers(following: recipe).bind(host: self.host, port: port).get()
        return try LabOpening.port(of: channel)
    }

    /// Behind the ports of all peers, so that those do not move when a scenario gets a neighbour.
    private func openNeighbours(_ recipes: [Recipe]) async throws {
        var port = self.floor.options.firstOwnPort.map { $0 + recipes.count } ?? 0
        for recipe in recipes {
            guard let script = recipe.neighbour else { continue }
            let name = recipe.scenario.name
            let scenario = Scenario("\(name)/neighbour", "The server beside \(name).")
            let opened = try await self.openPeers(following: Recipe(scenario, .scripted(script)), port)
            self.neighbours[name] = .tcp(host: self.host, port: opened)
            if port > 0 { port += 1 }
        }
    }

    private func openName(_ name: String, _ acts: [NameAct], port: Int) async throws -> LabAddress {
        let server: LabNameServer
        if let open = self.nameServer {
            server = open
        } else {
            server = try await LabNameServer.open(host: self.host, group: self.group)
            self.nameServer = server
        }
        server.set(name, acts)
        return .tcp(host: name, port: port)
    }

    /// A listener whose connections follow a recipe, or the paths of the main port.
    private func peers(following recipe: Recipe?) -> ServerBootstrap {
        LabOpening.peers(self.floor, self.group, following: recipe, spell: nil)
    }

    static func peers(
        _ floor: PeerFloor,
        _ group: MultiThreadedEventLoopGroup,
        following recipe: Recipe?,
        spell: PeerSpell?
    ) -> ServerBootstrap {
        let idleLimit = TimeAmount(floor.options.idleLimit)
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    spell?.accepted(channel)
                    try channel.pipeline.syncOperations.addHandlers(
                        IdleStateHandler(allTimeout: idleLimit),
                        PeerHandler(floor: floor, fixed: recipe, spell: spell)
                    )
                }
            }
        guard recipe?.readsNothing == true else { return bootstrap }
        return bootstrap.serverChannelOption(.socketOption(.so_rcvbuf), value: LabOpening.smallBuffer)
    }

    /// Takes a port without listening on it: the local end of a connection.
    ///
    /// A port that is merely free could be taken by somebody else while a test believes that it refuses.
    ///
    /// - Parameter isShared: whether who sets SO_REUSEADDR, as listeners of ours do, may listen there all the same.
    func openBoundOnly(_ port: Int, isShared: Bool = false) async throws -> Int {
        let anchor = try await self.openAnchor()
        let local = try SocketAddress(ipAddress: self.host, port: port)
        let channel = try await ClientBootstrap(group: self.group)
            .channelOption(.socketOption(.so_reuseaddr), value: isShared ? 1 : 0)
            .bind(to: local).connect(to: anchor).get()
        return try LabOpening.port(of: channel)
    }

    private func openAnchor() async throws -> SocketAddress {
        if let anchor = self.anchor { return anchor }
        let channel = try await ServerBootstrap(group: self.group).bind(host: self.host, port: 0).get()
        guard let address = channel.localAddress else { throw ChannelError.unknownLocalAddress }
        self.anchor = address
        return address
    }

    // MARK: - Full queues

    /// A listener that never accepts and has room for as little as the kernel allows.
    private func deafListener() -> ServerBootstrap {
        ServerBootstrap(group: self.group)
            .serverChannelOption(.autoRead, value: false)
            .serverChannelOption(.backlog, value: 0)
    }

    /// With a backlog of 0, Linux queues one connection and no more.
    private func fillQueue(of listener: any Channel) async throws {
        guard let address = listener.localAddress else { throw ChannelError.unknownLocalAddress }
        _ = try await ClientBootstrap(group: self.group).connect(to: address).get()
    }

    // MARK: - Addresses

    private static func port(of channel: any Channel) throws -> Int {
        guard let port = channel.localAddress?.port else { throw ChannelError.unknownLocalAddress }
        return port
    }

    private func unixPath(_ name: String) throws -> String {
        try self.ownDirectory().appending(path: name + ".sock").path
    }

    /// A directory that only this lab and this user can use.
    private func ownDirectory() throws -> URL {
        if let directory = self.directory { return directory }
        let number = String(UInt64.random(in: 0...UInt64.max), radix: 36)
        let directory = FileManager.default.temporaryDirectory.appending(path: "goodgate-lab-" + number)
        // Fails when the name exists: a directory that somebody else made is not ours to use.
        try FileManager.default.createDirectory(
            at: directory,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        self.directory = directory
        return directory
    }
}
