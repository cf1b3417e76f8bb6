import NIOCore

/// One connection of the drill's client: sends the pieces, collects what comes back, notices how it ends.
final class DrillHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let request: DrillRequest
    private let start: ContinuousClock.Instant
    private let promise: EventLoopPromise<DrillExchange>
    private var exchange = DrillExchange()
    private var reader: ResponseReader
    private var pieces: ArraySlice<DrillRequest.Piece>
    private var timer: Scheduled<Void>?
    private var isOver = false
    private var writeFailure: DrillExchange.Ending?
    private var waitsForAnswer = false

    init(request: DrillRequest, start: ContinuousClock.Instant, promise: EventLoopPromise<DrillExchange>) {
        self.request = request
        self.start = start
        self.promise = promise
        self.pieces = request.pieces[...]
        self.reader = ResponseReader(
            requestsHead: request.pieces.first?.bytes.starts(with: Array("HEAD ".utf8)) == true
        )
    }

    func channelActive(context: ChannelHandlerContext) {
        self.exchange.connectedAfter = self.elapsed
        let rest = self.request.timeLimit - self.elapsed
        self.timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(rest)) {
            self.finish(.timeLimit, context)
        }
        self.sendNext(context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !self.isOver else { return }
        let bytes = self.unwrapInboundIn(data)
        if self.exchange.firstByteAfter == nil { self.exchange.firstByteAfter = self.elapsed }
        self.exchange.bytes += bytes.readableBytesView
        self.reader.receive(bytes)
        if self.exchange.bytes.count > self.request.byteLimit { return self.finish(.byteLimit, context) }
        if self.isGoalReached { return self.finish(.goalReached, context) }
        if self.waitsForAnswer { self.sendNext(context) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            // A write may just have taken the RST from the kernel, so that reading saw a plain end; its promise
            // fails within this turn.
            context.eventLoop.assumeIsolated().execute { self.peerEnded(context) }
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        self.finish(DrillHandler.ending(of: error), context)
    }

    /// Comes without an error when the peer ends after we have ended our side.
    func channelInactive(context: ChannelHandlerContext) {
        self.peerEnded(context)
    }

    private func peerEnded(_ context: ChannelHandlerContext) {
        if let failure = self.writeFailure { return self.finish(failure, context) }
        self.reader.ended()
        self.finish(.closed, context)
    }

    private static func ending(of error: any Error) -> DrillExchange.Ending {
        let code = (error as? IOError)?.errnoCode ?? 0
        return DrillClient.isReset(code) ? .reset : .failed(code)
    }

    private var elapsed: Duration { self.start.duration(to: .now) }

    private var isGoalReached: Bool {
        switch self.request.goal {
        case .end: false
        case .answers(let count): self.reader.finalCount >= count
        case .bytes(let count): self.exchange.bytes.count >= count
        }
    }

    private func sendNext(_ context: ChannelHandlerContext) {
        guard !self.isOver else { return }
        guard let piece = self.pieces.first else {
            if self.request.halfCloses { context.close(mode: .output, promise: nil) }
            return
        }
        self.waitsForAnswer = self.reader.finalCount < piece.awaitedAnswers
        guard !self.waitsForAnswer else { return }
        self.pieces.removeFirst()
        guard piece.pause > .zero else { return self.send(piece, context) }
        context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(piece.pause)) {
            guard !self.isOver else { return }
            self.send(piece, context)
        }
    }

    private func send(_ piece: DrillRequest.Piece, _ context: ChannelHandlerContext) {
        let buffer = context.channel.allocator.buffer(bytes: piece.bytes)
        context.writeAndFlush(self.wrapOutboundOut(buffer)).assumeIsolated().whenComplete { result in
            switch result {
            case .success: self.sendNext(context)
            case .failure(let error):
                // Our own close fails what is still unsent; that is no finding.
                guard error is IOError else { return }
                self.writeFailure = DrillHandler.ending(of: error)
            }
        }
    }

    private func finish(_ ending: DrillExchange.Ending, _ context: ChannelHandlerContext) {
        guard !self.isOver else { return }
        self.isOver = true
        self.timer?.cancel()
        self.exchange.ending = ending
        self.exchange.responses = self.reader.responses
        self.exchange.endedAfter = self.elapsed
        // The descriptor is given back before anybody hears of the end.
        let exchange = self.exchange
        context.close().whenComplete { [promise] _ in promise.succeed(exchange) }
    }
}
