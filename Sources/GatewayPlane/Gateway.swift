public import GatewayConfig
internal import GatewayCore
public import GatewayGuide
internal import GatewayReactor
internal import Synchronization

/// The running data plane: its workers, its listeners, its log.
///
/// What the commands and the admin API hold.
///
/// Every method may be called from any thread and none blocks a worker. Not responsible for reading files or signals.
public final class Gateway: Sendable {
    struct State {
        var snapshot: Snapshot
        var generation = 1
        /// Listening addresses in use: as configured, and as bound.
        var listening: [(configured: String, bound: String)] = []
        /// Sockets by worker that nobody accepts from before `startListening`.
        var unopened: [[ListenerBox]] = []
        /// Endpoints that an operator took out of use, by label.
        var drained: Set<String> = []
        /// Listening addresses whose sockets a service manager opened.
        var activated: Set<String> = []
        /// Files of Unix sockets to be removed at the end, by address.
        var socketFiles: [String: SocketFileIdentity] = [:]
        /// Routes that an operator closed or opened since the configuration was read.
        var maintenance: [String: Bool] = [:]
    }

    let mailboxes: [Mailbox<WorkerMessage>]
    private let log: AccessLog
    let state: Mutex<State>
    private let finished: ThreadSignal
    let board: NameBoard
    let prober = Mutex<HealthProber?>(nil)
    private let resolver: NameResolver
    private let ending: WorkersEnding
    private let mark: String
    let store: CacheStore
    private let tickets: TicketKeys
    let staples: StapleStore
    let stapleKeeper = Mutex<StapleKeeper?>(nil)

    /// Why the gateway cannot start or reload: sentences for the person at the keyboard.
    public struct StartError: Error, Sendable {
        public let problems: [String]
    }

    /// Opens the listeners and starts the workers.
    ///
    /// - Parameters:
    ///   - inherited: listening sockets of the program before this one; they are used where their address is still
    ///     configured. Nobody is accepted then before `startListening`.
    ///   - activated: listening sockets of a service manager, used in the same way and at once
    ///   - drained: endpoints that get no requests, by label
    /// - Throws: `StartError` with every listener that cannot be opened, and why.
    public init(
        _ configuration: Configuration,
        templates: PageTemplates? = nil,
        inherited: [InheritedListener]? = nil,
        activated: [InheritedListener] = [],
        drained: Set<String> = []
    ) throws(StartError) {
        BrokenPipeSignal.ignore()
        let tickets = TicketKeys()
        self.tickets = tickets
        let staples = StapleStore()
        self.staples = staples
        let tls = try ListenerContexts.make(configuration, tickets: tickets, staples: staples)
        let upstreamTLS = try UpstreamContexts.make(configuration)
        var random = RandomSource()
        self.mark = String(random.next() & 0xFFFF_FFFF, radix: 16)
        self.store = CacheStore(limit: configuration.cacheStore.memory, seed: random.next())
        let workerCount = max(1, configuration.workers)
        let crawlers = CrawlerBoard()
        do throws(SystemError) {
            self.finished = try ThreadSignal()
            self.log = try AccessLog(destination: configuration.accessLog.destination)
            let board = try NameBoard()
            self.board = board
            self.resolver = try NameResolver { address, finding in
                crawlers.learned(address, finding)
            } tell: { answer in
                board.received(answer)
            }
        } catch {
            throw StartError(problems: ["cannot start: \(error.call) failed (\(Errno.name(error.errno)))"])
        }
        // Listeners first: a port in use is the likeliest problem, and nothing has to be undone.
        let (boxes, bound, problems) = Self.open(
            configuration.listeners,
            workers: workerCount,
            inherited: (inherited ?? []) + activated
        )
        guard problems.isEmpty else {
            self.resolver.stop()
            throw StartError(problems: problems)
        }
        Self.resolve(configuration, self.board, self.resolver)
        let snapshot = Snapshot(
            configuration,
            generation: 1,
            workers: workerCount,
            mark: self.mark,
            pages: AnswerPages(templates: templates),
            names: self.board.news(),
            tls: tls,
            upstreamTLS: upstreamTLS
        )
        let names = NameRequests(self.board, crawlers, self.resolver)
        let ending = WorkersEnding(
            count: workerCount,
            log: self.log,
            names: self.resolver,
            store: self.store,
            finished: self.finished
        )
        self.ending = ending
        var mailboxes: [Mailbox<WorkerMessage>] = []
        let neighbours = Neighbours()
        for number in 0..<workerCount {
            do throws(SystemError) {
                mailboxes.append(
                    try WorkerStart(
                        number: number,
                        snapshot: snapshot,
                        log: self.log,
                        names: names,
                        store: self.store,
                        neighbours: neighbours,
                        ending: ending
                    ).mailbox()
                )
            } catch {
                for mailbox in mailboxes { mailbox.post(.stop) }
                self.resolver.stop()
                throw StartError(problems: [
                    "cannot start worker \(number): \(error.call) failed (\(Errno.name(error.errno)))"
                ])
            }
        }
        self.mailboxes = mailboxes
        neighbours.know(mailboxes)
        let theirs = Set(((inherited ?? []) + activated).filter(\.isActivated).map(\.configured))
        self.state = Mutex(
            State(
                snapshot: snapshot,
                listening: bound,
                unopened: boxes,
                drained: drained,
                activated: theirs,
                socketFiles: Self.socketFiles(bound.map(\.configured), activated: theirs)
            )
        )
        self.board.inform(mailboxes)
        if !drained.isEmpty { for mailbox in mailboxes { mailbox.post(.markDrained(drained)) } }
        if inherited == nil { self.startListening() }
        self.startServices()
        self.store.applyDisk(configuration.cacheStore) { Self.tell($0) }
        self.updateChecks(configuration)
        self.updateStaples(snapshot)
    }

    /// Begins to accept clients on the sockets that `init` opened or inherited.
    public func startListening() {
        let boxes = self.state.withLock { state in
            defer { state.unopened = [] }
            return state.unopened
        }
        // The file of a socket that was inherited has the permissions that were configured before.
        self.setSocketModes(self.configuration)
        for (number, mailbox) in self.mailboxes.enumerated() where number < boxes.count {
            for box in boxes[number] { mailbox.post(.listen(box)) }
        }
    }

    /// A line for the administrator from a thread that has nobody else to tell.
    static func tell(_ line: String) {
        _ = AppendFile.standardError.write(Array("goodgate: \(line)\n".utf8))
    }

    private func startServices() {
        try? self.log.start()
    }

    /// The addresses that are listened on, as bound.
    public var addresses: [String] { self.state.withLock { $0.listening.map(\.bound) } }

    /// Those of them that clients reach with https://.
    public var encryptedAddresses: Set<String> {
        self.state.withLock { state in
            Set(state.listening.filter { state.snapshot.tls[$0.configured] != nil }.map(\.bound))
        }
    }

    // MARK: - Reloading

    /// Replaces the configuration without closing a connection.
    ///
    /// A bad one never gets here.
    ///
    /// - Throws: when a new listener cannot be opened; the old configuration then stays.
    public func reload(_ configuration: Configuration, templates: PageTemplates? = nil) throws(StartError) {
        let tls = try ListenerContexts.make(configuration, tickets: self.tickets, staples: self.staples)
        let upstreamTLS = try UpstreamContexts.make(configuration)
        let old = self.state.withLock { $0.listening.map(\.configured) }
        let fresh = configuration.listeners.filter { !old.contains($0.address.description) }
        let (boxes, names, problems) = Self.open(fresh, workers: self.mailboxes.count)
        guard problems.isEmpty else { throw StartError(problems: problems) }
        Self.resolve(configuration, self.board, self.resolver)
        let news = self.board.news()
        let kept = Set(configuration.listeners.map(\.address.description))
        let gone = Set(old.filter { !kept.contains($0) })
        self.state.withLock { state in
            state.generation += 1
            state.maintenance = [:]
            state.listening.removeAll { gone.contains($0.configured) }
            state.listening += names
            state.socketFiles.merge(
                Self.socketFiles(names.map(\.configured), activated: []),
                uniquingKeysWith: { $1 }
            )
            state.snapshot = Snapshot(
                configuration,
                generation: state.generation,
                workers: self.mailboxes.count,
                mark: self.mark,
                pages: AnswerPages(templates: templates),
                names: news,
                tls: tls,
                upstreamTLS: upstreamTLS,
                previous: state.snapshot
            )
            // Inside the lock: what an operator switches at the same moment comes before or after, in every worker.
            for mailbox in self.mailboxes { mailbox.post(.apply(state.snapshot, drained: state.drained)) }
        }
        for (number, mailbox) in self.mailboxes.enumerated() {
            if !gone.isEmpty { mailbox.post(.stopListening(gone)) }
            for box in boxes[number] { mailbox.post(.listen(box)) }
        }
        self.removeSocketFiles(gone)
        self.setSocketModes(configuration)
        self.store.setLimit(configuration.cacheStore.memory)
        self.store.applyDisk(configuration.cacheStore) { Self.tell($0) }
        self.log.reopen(destination: configuration.accessLog.destination)
        self.updateChecks(configuration)
        self.updateStaples(self.state.withLock { $0.snapshot })
        self.board.repeatNews()
    }

    /// Gives every name the chance to have an address before the first request needs it: no DNS fault for being early.
    private static func resolve(_ configuration: Configuration, _ board: NameBoard, _ resolver: NameResolver) {
        let names = board.adopt(configuration)
        resolver.watch(names, configuration.resolver)
        board.waitForAll(
            milliseconds: configuration.resolver.timeout.isOff ? 2000 : configuration.resolver.timeout.count
        )
    }

    public var configuration: Configuration { self.state.withLock { $0.snapshot.configuration } }
    public var generation: Int { self.state.withLock { $0.generation } }

    /// Opens the access log anew, after a rotation.
    public func reopenLog() { self.log.reopen() }

    // MARK: - Stopping

    /// Stops accepting and finishes what runs, at most for `milliseconds`.
    public func drain(milliseconds: UInt64) {
        self.removeSocketFiles()
        for mailbox in self.mailboxes { mailbox.post(.drain(milliseconds: milliseconds)) }
    }

    /// Ends at once.
    public func stop() {
        self.removeSocketFiles()
        for mailbox in self.mailboxes { mailbox.post(.stop) }
    }

    /// Sleeps until every worker has ended.
    public func waitUntilStopped() {
        while !self.hasStopped { self.finished.wait(milliseconds: 1000) }
    }

    public var hasStopped: Bool { self.ending.isComplete }

    // MARK: - Asking

    /// The counts of all workers, summed.
    public func report() async -> PlaneReport {
        var sum = PlaneReport()
        for mailbox in self.mailboxes where !self.hasStopped {
            sum.add(
                await withCheckedContinuation { done in
                    // A worker that ends while others drain has nothing to tell any more.
                    if !mailbox.post(.report { done.resume(returning: $0) }) { done.resume(returning: PlaneReport()) }
                }
            )
        }
        sum.logLinesLost = self.log.lost
        sum.cache.setStore(self.store.report())
        sum.names = self.board.report()
        sum.certificates = self.certificates
        sum.staples = self.stapleCounts.map { PlaneReport.Staples(fetched: $0.fetched, failed: $0.failed) }
        return sum
    }

    /// What listeners show, in the order of the configuration.
    public var certificates: [PlaneReport.Certificate] {
        let snapshot = self.state.withLock { $0.snapshot }
        return snapshot.configuration.listeners.flatMap { listener -> [PlaneReport.Certificate] in
            let label = listener.address.description
            return (snapshot.tls[label]?.certificates ?? []).map {
                PlaneReport.Certificate(
                    listener: label,
                    subject: $0.facts.subject,
                    fingerprint: $0.facts.fingerprint,
                    notAfter: $0.facts.notAfter,
                    stapleUntil: self.staples.staple(for: $0.facts.fingerprint)?.nextUpdate
                )
            }
        }
    }

    /// Takes responses out of the cache; returns how many, or nil when the URL is none.
    public func purge(_ what: CachePurge) -> Int? {
        switch what {
        case .all: self.store.purgeAll()
        case .tag(let tag): self.store.purge(tag: CacheTags.number(tag))
        case .url(let url): CacheKey.bytes(of: url).map { self.store.purge(key: $0) }
        }
    }

    /// One exchange of the flight recorder.
    public func incident(id: String) async -> Incident? {
        for mailbox in self.mailboxes where !self.hasStopped {
            let found = await withCheckedContinuation { done in
                if !mailbox.post(.incident(id: id) { done.resume(returning: $0) }) { done.resume(returning: nil) }
            }
            if let found { return found }
        }
        return nil
    }

    /// The newest exchanges of the flight recorder, newest first.
    public func incidents(limit: Int) async -> [Incident] {
        var all: [Incident] = []
        for mailbox in self.mailboxes where !self.hasStopped {
            all += await withCheckedContinuation { done in
                if !mailbox.post(.incidents(limit: limit) { done.resume(returning: $0) }) { done.resume(returning: []) }
            }
        }
        return Array(all.sorted { $0.startedMS > $1.startedMS }.prefix(limit))
    }
}
