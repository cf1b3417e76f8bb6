internal import GatewayReactor
internal import GatewayWire
internal import Synchronization

/// Finds the addresses of hosts as this machine would, and asks all name servers side by side.
///
/// Not responsible for what differing answers mean.
final class NameProbe {
    /// This machine's name servers.
    let own: [String]
    private let loop: EventLoop
    private let given: [String]
    private var hosts = HostsFile()
    /// When the settings began to be read, which is part of the first look-up.
    private var began: UInt64?

    /// - Parameter given: name servers beside those of this machine.
    init(loop: EventLoop, given: [String], resolvConf: String = "/etc/resolv.conf") {
        self.loop = loop
        self.began = EventLoop.monotonicNanoseconds
        let own = DNSSurvey.system(resolvConf: resolvConf).servers
        self.own = own
        self.given = given.compactMap(DNSSurvey.address).filter { !own.contains($0) }
    }

    /// Sends the questions and returns; `finish` has what became of them.
    func begin(_ target: Target, until end: UInt64) -> NameSearch {
        let began = self.began ?? EventLoop.monotonicNanoseconds
        self.began = nil
        let listed = target.literal == nil ? self.hosts.addresses(of: target.host) : []
        return NameSearch(
            target,
            own: self.own,
            given: self.given,
            listed: listed,
            loop: self.loop,
            since: began,
            until: end
        )
    }

    /// All that is found; where name servers know nothing, by the system's own look-up.
    func finish(_ search: NameSearch, _ target: Target, until end: UInt64) -> Resolution {
        var resolution = search.resolution
        guard resolution.addresses.isEmpty, self.needsSystem(target, resolution) else { return resolution }
        resolution.addresses = NameSearch.bounded(self.askSystem(target, until: end))
        resolution.source = resolution.addresses.isEmpty ? .none : .system
        resolution.ended = EventLoop.monotonicNanoseconds
        return resolution
    }

    /// Blocks until it is known.
    func resolve(_ target: Target, until end: UInt64) -> Resolution {
        let search = self.begin(target, until: end)
        while let wait = search.waitMilliseconds(now: EventLoop.monotonicNanoseconds) {
            for index in 0..<self.loop.wait(milliseconds: wait) {
                let event = self.loop.event(index)
                // Of a look-up that was given up.
                if event.token == EventLoop.wakeToken { self.loop.acknowledgeWake() }
                _ = search.take(event)
            }
            search.turn()
        }
        return self.finish(search, target, until: end)
    }

    // MARK: - The system's look-up

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
}
