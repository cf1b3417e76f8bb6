internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

/// One request and its one response, from the first byte of the head to the record.
///
/// Borrowed from a slab while a request is under way; its tables keep their capacity from one to the next. The
/// request head's bytes stay at the front of the client's input until the end, so that a retry, the log and an
/// explanation need no copy.
struct Exchange: ~Copyable {
    enum Stage: UInt8, BitwiseCopyable {
        case readingHead
        case connecting
        /// Between two attempts, or until something is up: in its route's queue or before its next try.
        case waiting
        /// Its attempt failed while a second server was being asked, which is waited for.
        case hedged
        /// Request and response move, in whatever order they come.
        case streaming
        /// The gateway's own answer is being sent.
        case answering
        /// Waiting for the answer to another request for the same.
        case collapsed
        /// Waiting for a stored response from the disk.
        case loading
        /// A stored response is being sent.
        case serving
        /// A response is being sent while another exchange fetches it.
        case following
        case tunnelling
    }

    var client = SlabKey.none
    var upstream = SlabKey.none
    var route = SlabKey.none
    var endpoint = SlabKey.none
    /// Which of the route's endpoints that is: two of them may be one address with different paths.
    var endpointIndex = 0
    var stage = Stage.readingHead
    // Beside the stage, because each event asks for them: lines of the processor's cache hold 64 bytes.
    /// The whole request was read from the client.
    var requestRead = false
    /// The whole request was handed to the kernel of the upstream connection.
    var requestSent = false
    var responseStarted = false
    var responseEnded = false
    var bytesIn: UInt64 = 0
    var bytesOut: UInt64 = 0
    /// Decoded content at the front of the upstream's input that the client has not taken.
    var pendingContent = 0
    /// Bytes of the request head at the front of the client's input.
    var headCount = 0
    /// When something last happened in a tunnel.
    var movedAt: UInt64 = 0
    /// Bytes of its tunnel wait for the end of this turn.
    var isPassing = false

    var request = RequestHead()
    var requestBody = BodyDecoder(framing: .none, side: .client)
    /// Counted in its endpoint's `awaitingHead`.
    var awaitsHead = false
    /// Sending failed or was given up; only the answer matters now.
    var sendingStopped = false
    /// Content that went upstream, framed as it went, for another attempt; nothing once there is too much of it.
    var replay = Buffer()
    /// Some content was consumed and is not in `replay`: the request cannot be made again.
    var contentLost = false
    /// A gRPC call.
    var isCall = false
    /// Its owner says that twice is as good as once.
    var isRepeatable = false

    var response = ResponseHead()
    var responseBody = BodyDecoder(framing: .none, side: .upstream)
    var plan = ResponsePlan(framing: .none, closes: true)
    var interims: UInt32 = 0
    var trailers = FieldTable()
    /// Not shared with the response's, which may be read at the same time.
    var requestTrailers = FieldTable()
    /// Waits for a stream to its endpoint, and the connection on which it must not be sent again.
    var awaitsStream = false
    var avoidedSession = SlabKey.none
    /// The rule of HTTP/2 that the upstream broke.
    var violation: HTTP2Violation?
    /// Content inside the kernel on its way up, and on its way down: an upload and an early answer may overlap.
    var requestPipe = Pipe.none
    var responsePipe = Pipe.none

    /// The addresses that are connected to for the attempt under way, and their connections by place in the race.
    var race = AddressRace()
    var racers = InlineArray<8, SlabKey>(repeating: .none)
    /// Addresses that failed in the attempt under way, the last eight of them.
    var addressFailures: [AddressFailure] = []
    /// No address works, and the name was asked for again.
    var awaitsName = false
    var hasAwaitedName = false

    /// Where two servers are asked, the other of the two exchanges, and whether this one is the second.
    var partner = SlabKey.none
    var isHedge = false
    /// What became of the second.
    var hedge = HedgeEnding.none

    var attempts = 0
    /// Those of them that sent something, and those in a row that did not.
    var sentAttempts = 0
    var unsentInRow = 0
    /// The route's endpoints that were tried, by index modulo 64.
    var tried: UInt64 = 0
    /// The upstream's FIN was seen on the attempt under way.
    var sawFIN = false
    /// Why there was no further attempt.
    var refusal = AttemptDecision.Refusal.none
    /// What kept the client from seeing a fault.
    var prevention = Prevention.none
    /// When waiting began, and until when it may last; 0 before.
    var waitStarted: UInt64 = 0
    var waitDeadline: UInt64 = 0
    var ticket = WaitingQueue.Ticket.none
    /// When the client will have left, as a field of its request says, and which one; 0 for not said.
    var deadline: UInt64 = 0
    var deadlineSlot = 0
    var deadlineUnit = RequestDeadline.Unit.none
    /// Counted under `ClientLimits` until it ends.
    var countedClient: ClientKey?
    var countedBy = 0
    var rateVerdict: RouteRate.Verdict?
    /// The client calls itself a crawler; nil while nothing has failed.
    var crawler: CrawlerClaim?
    /// The attempt under way, or the last one.
    var trace = AttemptTrace()
    // Apart from it: reading one element of an inline array at a place known at run time copies the whole array.
    private var earlierTraces = InlineArray<4, AttemptTrace>(repeating: AttemptTrace())
    var started: UInt64 = 0
    var startedWall: UInt64 = 0
    var headRead: UInt64 = 0
    var status: UInt16 = 0
    var fault: Fault?
    var firedTimer: FiredTimer?
    /// The first bytes of the last response that could not be read.
    var badBytes: [UInt8] = []
    /// The field that was over its limit, if that is what was wrong.
    var oversizedField: OversizedField?
    /// TLS of the last attempt that failed.
    var encryption: EncryptionEvidence?
    var requestIDHigh: UInt64 = 0
    var requestIDLow: UInt64 = 0
    var cache = CacheExchange()

    init() {}

    mutating func open(client: SlabKey, now: UInt64, wall: UInt64) {
        self.client = client
        self.upstream = .none
        self.route = .none
        self.endpoint = .none
        self.stage = .readingHead
        self.request.reset()
        self.headCount = 0
        self.requestRead = false
        self.requestSent = false
        self.awaitsHead = false
        self.sendingStopped = false
        self.contentLost = false
        self.isRepeatable = false
        self.isCall = false
        self.pendingContent = 0
        self.responseStarted = false
        self.responseEnded = false
        self.interims = 0
        if !self.addressFailures.isEmpty { self.addressFailures = [] }
        self.awaitsName = false
        self.hasAwaitedName = false
        self.awaitsStream = false
        self.avoidedSession = .none
        self.violation = nil
        self.partner = .none
        self.isHedge = false
        self.hedge = .none
        self.attempts = 0
        self.sentAttempts = 0
        self.unsentInRow = 0
        self.tried = 0
        self.sawFIN = false
        self.refusal = .none
        self.prevention = .none
        self.waitStarted = 0
        self.waitDeadline = 0
        self.ticket = .none
        self.deadline = 0
        self.countedClient = nil
        self.rateVerdict = nil
        if self.crawler != nil { self.crawler = nil }
        self.started = now
        self.startedWall = wall
        self.headRead = 0
        self.bytesIn = 0
        self.bytesOut = 0
        self.status = 0
        self.fault = nil
        self.firedTimer = nil
        if !self.badBytes.isEmpty { self.badBytes = [] }
        if self.oversizedField != nil { self.oversizedField = nil }
        if self.encryption != nil { self.encryption = nil }
        self.requestIDHigh = 0
        self.requestIDLow = 0
    }

    /// Slots that keep their pipes: a crowd of large transfers must not hold its descriptors for ever.
    private static let slotsWithPipes = 4

    /// Closes a pipe that still holds content; an empty one may serve the next exchange in `slot`, if it is of the
    /// first few.
    mutating func dropPipes(slot: UInt32) {
        let keeps = slot < Self.slotsWithPipes
        if !keeps || !self.requestPipe.isEmpty { self.requestPipe = .none }
        if !keeps || !self.responsePipe.isEmpty { self.responsePipe = .none }
    }

    /// One more attempt, at `endpoint`, the route's number `index`.
    mutating func beginAttempt(_ endpoint: SlabKey, _ index: Int, _ now: UInt64) {
        assert(self.requestPipe.isEmpty, "content on its way up rules out another attempt")
        var trace = AttemptTrace()
        trace.endpoint = endpoint
        trace.started = now
        self.addAttempt(trace)
        self.endpoint = endpoint
        self.endpointIndex = index
        self.tried |= 1 << UInt64(index & 63)
        self.sawFIN = false
        self.hasAwaitedName = false
        self.requestSent = false
        self.sendingStopped = false
    }

    /// Counts one more attempt, which has this trace.
    mutating func addAttempt(_ trace: AttemptTrace) {
        if self.attempts > 0 { self.earlierTraces[(self.attempts - 1) & 3] = self.trace }
        self.attempts += 1
        self.trace = trace
    }

    /// The trace of attempt `number`, counted from 0: one of the last four.
    func trace(_ number: Int) -> AttemptTrace {
        number == self.attempts - 1 ? self.trace : self.earlierTraces[number & 3]
    }
}

/// The timer that ended an exchange, for its explanation.
enum FiredTimer: UInt8, BitwiseCopyable, Sendable {
    case clientHead, clientBody, connect, handshake, write, responseHead, responseBody, total, tunnelIdle
}
