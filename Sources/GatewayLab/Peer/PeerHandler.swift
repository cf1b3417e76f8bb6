import NIOCore

/// One connection of the lab: reads requests, chooses what to do with each, and does it.
///
/// One exchange at a time; further requests wait in the reader, which is bounded by `waitingLimit`. The steps of a
/// script are performed in `PeerHandler+Steps`, echo and tunnel in `PeerHandler+Echo`, and `PeerHandler+Bounds`
/// decides when to stop reading and when to give up.
final class PeerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What the connection is doing.
    ///
    /// Successors: `reading` ↔ `receiving` → `acting` → `reading`; `echoing` → `reading`; any → `ending` or `stopped`;
    /// `tunnelling` only ends.
    enum Phase {
        /// Between requests, or inside a head.
        case reading
        /// The head is there; the script begins when the request is complete.
        case receiving(Script)
        /// A script is running, or the rest of the request it answered early is still coming in.
        case acting
        case echoing(chunked: Bool)
        case tunnelling
        /// FIN is sent; what comes is thrown away until the peer closes too.
        case ending
        case stopped
    }

    /// More than this unread, and the connection stops reading until the exchange is over.
    static let waitingLimit = 1024 * 1024
    /// How long a peer may take to close after our FIN.
    static let lingerLimit = Duration.seconds(5)

    let floor: PeerFloor
    /// The scenario of the connection: fixed on a scenario's own port, chosen by path on the main port.
    var recipe: Recipe?
    private let isFixed: Bool
    let spell: PeerSpell?

    var context: ChannelHandlerContext?
    var phase = Phase.reading
    var reader = RequestReader()
    var frames = FrameReader()
    var closesAfterAnswer = false
    /// Requests answered properly on this connection since its scenario was chosen.
    private var served = 0
    private var isReadingRequests = false
    var isReading = true
    var peerEnded = false

    /// The steps still to be done.
    var steps: ArraySlice<Step> = []
    /// How often the current `sendRepeated` step has still to send.
    var repeatsLeft: Int?
    /// Tells a late callback that its script is no longer the one that runs.
    var scriptNumber = 0
    var pause: (kind: Pause, task: Scheduled<Void>)?

    init(floor: PeerFloor, fixed: Recipe?, spell: PeerSpell? = nil) {
        self.floor = floor
        self.spell = spell
        self.recipe = fixed
        self.isFixed = fixed != nil
    }

    private var script: Script? {
        guard case .scripted(let script) = self.recipe?.setting else { return nil }
        return script
    }

    // MARK: - Channel events

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.abandonSteps()
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        guard self.floor.connectionOpened() else {
            context.close(promise: nil)
            return
        }
        guard let script = self.script else { return }
        self.greet(script.greeting)
        guard script.begins == .connected else { return }
        self.note(nil)
        self.act(script.steps)
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.abandonSteps()
        self.floor.connectionClosed()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = self.unwrapInboundIn(data)
        switch self.phase {
        case .ending, .stopped: return
        case .tunnelling: return self.echo(bytes)
        case .acting: if case .idle = self.pause?.kind { self.exchangeEnded() }
        case .reading, .receiving, .echoing: break
        }
        if let script = self.script, script.begins == .stream { return self.receiveFrames(bytes, for: script) }
        if case .reading = self.phase, self.reader.isBetweenRequests, let script = self.script,
            script.begins == .firstByte, self.served >= script.warmUps
        {
            self.note(nil)
            return self.act(script.steps)
        }
        self.reader.receive(bytes)
        self.readRequests()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        self.adjustReading()
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed: self.peerClosed()
        case is IdleStateHandler.IdleStateEvent: self.idleLimitReached()
        case let farewell as PeerSpell.Farewell: self.hear(farewell)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    // MARK: - Requests

    /// Reads on until more bytes are needed or an answer must be finished first.
    ///
    /// Answers that end at once call this again; the loop that runs already goes on for them, so a thousand
    /// pipelined requests need no thousand frames.
    func readRequests() {
        guard !self.isReadingRequests else { return }
        self.isReadingRequests = true
        defer {
            self.isReadingRequests = false
            self.adjustReading()
        }
        while true {
            switch self.phase {
            case .reading, .receiving, .echoing: break
            case .acting, .tunnelling, .ending, .stopped: return
            }
            switch self.reader.next() {
            case .needMore: return
            case .head(let head): self.headReceived(head)
            case .content(let content): self.contentReceived(content)
            case .end(let trailers): self.requestEnded(trailers: trailers)
            case .malformed: return self.requestMalformed()
            }
        }
    }

    private func headReceived(_ head: RequestHead) {
        self.closesAfterAnswer = head.wantsClose
        switch self.choosePage(for: head) {
        case .answer(let steps): self.receive(Script(steps: steps), head: head)
        case .scenario: self.receive(self.scriptOfThisRequest(head), head: head)
        case .echo: self.beginEcho(head)
        case .upgrade(let name): self.beginTunnel(to: name)
        }
    }

    private func choosePage(for head: RequestHead) -> OriginPage {
        if let recipe = self.isFixed ? self.recipe : self.floor.everyRequest {
            self.enter(recipe)
            // Who asks how the peer is has not met it.
            if self.spell?.isQuestion(head) != true { self.note(head) }
            return .scenario(recipe)
        }
        let choice = OriginPage.choose(for: head)
        switch choice.page {
        case .scenario(let recipe): self.enter(recipe)
        case .answer, .echo, .upgrade: self.recipe = nil
        }
        self.floor.journal.note(choice.name, head: head.text)
        return choice.page
    }

    private func enter(_ recipe: Recipe) {
        if self.recipe?.scenario.name != recipe.scenario.name { self.served = 0 }
        self.recipe = recipe
    }

    /// A request of HTTP/2, whose head is not read.
    func noteStream() { self.note(nil) }

    private func note(_ head: RequestHead?) {
        guard let name = self.recipe?.scenario.name else { return }
        self.floor.journal.note(name, head: head?.text)
    }

    /// The scenario's script, or a proper answer while its warm-up requests last.
    private func scriptOfThisRequest(_ head: RequestHead) -> Script {
        if let spell = self.spell { return spell.script(for: head) }
        guard let script = self.script, self.served >= script.warmUps else {
            return Script(steps: OriginAnswer(head: head).page("ok\n"))
        }
        return script
    }

    private func receive(_ script: Script, head: RequestHead) {
        guard script.begins != .head else { return self.act(script.steps) }
        if head.expectsContinue { self.write("HTTP/1.1 100 Continue\r\n\r\n") }
        self.phase = .receiving(script)
    }

    private func contentReceived(_ content: ByteBuffer) {
        if case .echoing(let chunked) = self.phase { self.echo(content, chunked: chunked) }
    }

    private func requestEnded(trailers: String) {
        switch self.phase {
        case .receiving(let script): self.act(script.steps)
        case .echoing(let chunked): self.endEcho(chunked: chunked, trailers: trailers)
        case .reading, .acting, .tunnelling, .ending, .stopped: break
        }
    }

    private func requestMalformed() {
        self.act([
            .say("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), .end(.fin),
        ])
    }

    /// The answer is complete: on to the next request, or to the end where either side wanted it.
    func exchangeEnded() {
        self.abandonSteps()
        self.served += 1
        guard !self.closesAfterAnswer, !self.peerEnded else { return self.end(.fin) }
        self.phase = .reading
        self.readRequests()
    }
}
