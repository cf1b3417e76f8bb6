internal import GatewayBytes
internal import GatewayConfig
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

/// One event loop and everything it serves: its clients, its upstream connections, its exchanges.
///
/// Drives the decisions of `GatewayCore` with the sockets of `GatewayReactor`. Confined to its thread; the outside
/// speaks to it through the mailbox only. One file per step of an exchange: accept, request, attempt, send, receive,
/// finish, answer, tunnel, timers.
final class Worker {
    let number: Int
    let loop: EventLoop
    let mailbox: Mailbox<WorkerMessage>
    let timers: Cell<TimerWheel>
    let blocks: BlockPool
    let clients: Slab<ClientConnection>
    let upstreams: Slab<UpstreamConnection>
    let exchanges: Slab<Exchange>
    /// Clients' HTTP/2 connections and their streams.
    let sessions: Slab<HTTP2Session>
    let streams: Slab<ClientStream>
    /// Endpoints' HTTP/2 connections and their streams.
    let upstreamSessions: Slab<UpstreamSession>
    let upstreamStreams: Slab<UpstreamStream>
    let routes: Slab<RouteState>
    let endpoints: Slab<EndpointState>
    let listeners: Slab<ListenerState>
    let counters: Counters
    let routeCounts: Cell<ContiguousArray<UInt64>>
    let recorder: Recorder
    let log: AccessLog.Channel
    let store: CacheStore
    /// Counts of the cache; the store counts for itself.
    let cacheCounts = Cell(CacheReport())
    let names: NameRequests
    let neighbours: Neighbours
    let scratch = Cell(Buffer())
    /// Bytes of tunnels on their way from one socket to the other, piece by piece; empty between two turns.
    let passing = Cell(Buffer())
    let pieces = Cell<ContiguousArray<TunnelPiece>>([])
    /// The text of a head or of trailers that came in a header block, and a head that goes into one.
    let message = Cell(Buffer())
    let streamHead = Cell(ResponseHead())
    /// Values that a stored response is chosen by.
    let variant = Cell(Buffer())
    let timeText = Cell(Buffer())
    let date = Cell(DateLine())
    let random = Cell(RandomSource())
    /// Routes in which somebody waits.
    let waitingRoutes = Cell<ContiguousArray<SlabKey>>([])
    /// Clients with input to look at before the loop sleeps again.
    let ready = Cell<ContiguousArray<SlabKey>>([])
    /// HTTP/2 connections to endpoints with frames to look at or to send, and endpoints with requests that wait for
    /// one of them.
    let readySessions = Cell<ContiguousArray<SlabKey>>([])
    let readyEndpoints = Cell<ContiguousArray<SlabKey>>([])

    /// What a reload replaces; in a cell, because a stored property costs an exclusivity check per access.
    let settings: Cell<WorkerSettings>
    var endpointsByLabel: [String: SlabKey] = [:]
    var isDraining = false
    var drainDeadline: UInt64 = 0
    /// While draining: idle clients keep their connection until then.
    var idleGraceEnds: UInt64 = 0
    var isStopping = false
    /// Requests wait for room that other workers' requests have.
    var awaitsOthers = false
    var acceptPausedUntil: UInt64 = 0
    /// When the next refused PROXY header may have a line in the log.
    var nextProxyHeaderLine: UInt64 = 0
    var nextHandshakeLine: UInt64 = 0
    var nextViolation: UInt64 = 0
    var nextStreamError: UInt64 = 0
    /// This turn's clock readings: monotonic nanoseconds, and milliseconds since 1970.
    var now: UInt64 = 0
    var wall: UInt64 = 0

    init(
        number: Int,
        snapshot: Snapshot,
        loop: EventLoop,
        log: AccessLog.Channel,
        names: NameRequests,
        store: CacheStore,
        neighbours: Neighbours
    ) {
        self.number = number
        self.loop = loop
        self.mailbox = Mailbox(waker: loop.waker)
        self.now = loop.now
        self.wall = loop.wallClock
        self.timers = Cell(TimerWheel(now: loop.now))
        self.blocks = BlockPool()
        let connections = max(64, snapshot.configuration.limits.connections)
        self.clients = Slab(limit: connections + Self.mostStreams) { ClientConnection() }
        self.upstreams = Slab(limit: connections + 65_536 + Self.mostStreams) { UpstreamConnection() }
        self.exchanges = Slab(limit: connections + Self.mostStreams) { Exchange() }
        self.sessions = Slab(limit: connections) { HTTP2Session() }
        self.streams = Slab(limit: Self.mostStreams) { ClientStream() }
        self.upstreamSessions = Slab(limit: connections + 65_536) { UpstreamSession() }
        self.upstreamStreams = Slab(limit: connections + Self.mostStreams) { UpstreamStream() }
        self.routes = Slab(limit: 1 << 20) { RouteState() }
        self.endpoints = Slab(limit: 1 << 20) { EndpointState() }
        self.listeners = Slab(limit: 1024) { ListenerState() }
        self.counters = Counters()
        self.routeCounts = self.counters.routes
        self.recorder = Recorder(
            capacity: max(16, snapshot.configuration.recorderCapacity / snapshot.configuration.workers)
        )
        self.log = log
        self.store = store
        self.names = names
        self.neighbours = neighbours
        self.settings = Cell(WorkerSettings(snapshot))
        self.apply(snapshot)
    }

    var snapshot: Snapshot { self.settings.value.snapshot }

    // MARK: - The loop

    /// Serves until told to stop.
    func run() {
        while !self.isStopping {
            let wait =
                self.ready.value.isEmpty && self.readySessions.value.isEmpty && self.readyEndpoints.value.isEmpty
                ? self.timers.value.waitMilliseconds(now: self.now, limit: self.longestSleep) : 0
            let count = self.loop.wait(milliseconds: wait)
            self.now = self.loop.now
            self.wall = self.loop.wallClock
            for index in 0..<count { self.handle(self.loop.event(index)) }
            self.expireTimers()
            self.serveReady()
            self.serveReadyUpstreams()
            if !self.pieces.value.isEmpty { self.passOn() }
            if !self.waitingRoutes.value.isEmpty { self.serveWaiters() }
            self.log.flushIfDue(now: self.now)
            if self.isDraining { self.continueDraining() }
        }
        self.closeEverything()
        for route in self.settings.value.routeKeys where self.routes.contains(route) { self.leaveTurns(route) }
        for message in self.mailbox.close() { self.handle(message) }
    }

    /// Milliseconds.
    private var longestSleep: Int32 {
        if self.awaitsOthers { return Self.sharedLook }
        return self.log.isWaiting ? 200 : 1000
    }

    private func handle(_ event: ReadinessEvent) {
        if event.token == EventLoop.wakeToken {
            self.loop.acknowledgeWake()
            for message in self.mailbox.take() { self.handle(message) }
            return
        }
        let index = ConnectionToken.index(event.token)
        switch ConnectionToken.kind(event.token) {
        case 0:
            guard let key = self.clients.key(at: index), ConnectionToken.matches(event.token, key) else { return }
            self.clientEvent(key, event)
        case 1:
            guard let key = self.upstreams.key(at: index), ConnectionToken.matches(event.token, key) else { return }
            self.upstreamEvent(key, event)
        default:
            self.acceptClients(listener: Int(index))
        }
    }

    /// Looks at input that arrived before its turn: pipelined requests (RFC 9112 §9.3.2).
    private func serveReady() {
        guard !self.ready.value.isEmpty else { return }
        let keys = self.ready.value
        self.ready.value.removeAll(keepingCapacity: true)
        for key in keys where self.clients.contains(key) {
            self.clients[key].isReady = false
            switch self.clients[key].stage {
            case .readingProxyHeader: self.readProxyHeader(key)
            case .idle, .readingHead: self.readRequest(key)
            case .exchanging: self.goOn(key)
            case .multiplexed: self.moveSession(key)
            case .handshaking, .lingering: break
            }
        }
    }

    /// Requests that wait for a stream, and then what all exchanges of this turn gave their connections: frames of many
    /// leave in one write.
    private func serveReadyUpstreams() {
        if !self.readyEndpoints.value.isEmpty {
            let endpoints = self.readyEndpoints.value
            self.readyEndpoints.value.removeAll(keepingCapacity: true)
            for endpoint in endpoints { self.serveAwaitingStreams(endpoint) }
        }
        guard !self.readySessions.value.isEmpty else { return }
        let sessions = self.readySessions.value
        self.readySessions.value.removeAll(keepingCapacity: true)
        for u in sessions where self.upstreams.contains(u) {
            self.upstreams[u].isReady = false
            self.moveUpstreamSession(u)
        }
    }

    /// An exchange that had to let others have their turn: nothing else reports what it left behind.
    private func goOn(_ key: SlabKey) {
        let x = self.clients[key].exchange
        if self.exchanges[x].stage == .streaming, !self.exchanges[x].requestSent { self.sendRequest(x) }
        guard self.clients.contains(key), self.clients[key].stage == .exchanging else { return }
        self.clientMoved(key, isBroken: false)
    }

    func markReady(_ key: SlabKey) {
        guard !self.clients[key].isReady else { return }
        self.clients[key].isReady = true
        self.ready.value.append(key)
    }

    // MARK: - Events of connections

    private func clientEvent(_ key: SlabKey, _ event: ReadinessEvent) {
        if event.isReadable { self.clients[key].canRead = true }
        if event.isWritable {
            self.clients[key].canWrite = true
            if self.clients[key].socket.readWantsWrite { self.clients[key].canRead = true }
        }
        if event.isPeerClosed { self.clients[key].hasFinished = true }
        switch self.clients[key].stage {
        case .readingProxyHeader, .idle, .readingHead:
            if self.clients[key].stage == .readingProxyHeader {
                self.readProxyHeader(key)
            } else {
                self.readRequest(key)
            }
            // The reset came right behind the request, and no other event will tell of it.
            guard event.isError, self.clients.contains(key), self.clients[key].stage == .exchanging else { return }
            self.clientMoved(key, isBroken: true)
        case .handshaking: self.shakeHands(key)
        case .lingering: self.linger(key)
        case .multiplexed: event.isError ? self.endSession(key) : self.moveSession(key)
        case .exchanging: self.clientMoved(key, isBroken: event.isError)
        }
    }

    /// An exchange's client can take or give more, or is gone.
    func clientMoved(_ key: SlabKey, isBroken: Bool) {
        let x = self.clients[key].exchange
        if isBroken { return self.clientLeft(x) }
        switch self.exchanges[x].stage {
        case .readingHead, .connecting, .waiting, .hedged, .collapsed, .loading: break
        case .answering: self.sendAnswer(x)
        case .serving: self.sendStored(x)
        case .following: self.sendFollowed(x)
        case .tunnelling: self.moveTunnel(x)
        case .streaming:
            let u = self.exchanges[x].upstream
            // While the upstream takes nothing, drops from the client must not give it more time.
            if !self.exchanges[x].requestRead, self.clients[key].canRead, self.upstreams[u].canWrite {
                self.sendRequest(x)
            }
            guard self.exchanges.contains(x), self.exchanges[x].stage == .streaming else { return }
            if self.clients[key].canWrite { self.receiveResponse(x) }
        }
    }

    private func upstreamEvent(_ key: SlabKey, _ event: ReadinessEvent) {
        if event.isReadable { self.upstreams[key].canRead = true }
        if event.isWritable {
            self.upstreams[key].canWrite = true
            if self.upstreams[key].socket.readWantsWrite { self.upstreams[key].canRead = true }
        }
        if event.isPeerClosed { self.upstreams[key].peerClosed = true }
        switch self.upstreams[key].stage {
        case .pooled: if event.isReadable { self.pooledMoved(key) }
        case .watched: if event.isReadable { self.watchedClosed(key) }
        case .connecting: if event.isWritable { self.connectMoved(key) }
        case .handshaking: self.shakeHands(upstream: key)
        case .leased: self.upstreamMoved(key)
        case .multiplexed: self.moveUpstreamSession(key)
        }
    }

    /// An exchange's upstream can take or give more.
    func upstreamMoved(_ key: SlabKey) {
        let x = self.upstreams[key].exchange
        if self.exchanges[x].stage == .tunnelling { return self.moveTunnel(x) }
        if self.upstreams[key].canWrite, !self.exchanges[x].requestSent { self.sendRequest(x) }
        guard self.exchanges.contains(x), self.exchanges[x].upstream == key else { return }
        // While the client takes nothing, drops from upstream must not give it more time.
        if self.upstreams[key].canRead, !self.isWaitingToWrite(self.exchanges[x].client, x) { self.receiveResponse(x) }
    }
}
