import NIOCore

#if canImport(Glibc)
import Glibc
#endif

// Performs the steps of a script. Nothing is decided here: what happens when is in the script.
extension PeerHandler {
    /// Begins a script.
    func act(_ steps: [Step]) {
        self.abandonSteps()
        self.phase = .acting
        self.steps = steps[...]
        self.advance()
    }

    /// Forgets the script that runs; its callbacks find out by its number.
    func abandonSteps() {
        self.scriptNumber += 1
        self.steps = []
        self.repeatsLeft = nil
        self.pause?.task.cancel()
        self.pause = nil
    }

    /// Does the next step.
    ///
    /// Every step ends in a later turn of the loop, so neither does the stack grow with the script nor can one fast
    /// reader keep the loop to itself.
    private func advance() {
        guard let step = self.steps.first else { return self.exchangeEnded() }
        switch step {
        case .send(let bytes):
            self.steps.removeFirst()
            self.send(bytes)
        case .sendRepeated(let unit, let times):
            self.sendRepeated(unit, times: self.repeatsLeft ?? times)
        case .drip(let unit, let every):
            // The step stays first: only the end of the connection ends it.
            self.wait(every) { self.send(unit) }
        case .pause(let pause):
            self.steps.removeFirst()
            self.wait(pause) { self.advance() }
        case .leave:
            self.steps.removeFirst()
            if let loop = self.context?.eventLoop { self.spell?.begin(on: loop) }
            self.advance()
        case .end(let ending):
            self.end(ending)
        }
    }

    /// Sends so many units at once that a unit of a few bytes does not cost a system call each.
    private func sendRepeated(_ unit: [UInt8], times: Int) {
        guard times > 0, !unit.isEmpty else {
            self.repeatsLeft = nil
            self.steps.removeFirst()
            // An empty write keeps the promise that every step ends in a later turn.
            return self.send([])
        }
        let batch = min(times, max(1, 65536 / unit.count))
        self.repeatsLeft = times - batch
        var bytes: [UInt8] = []
        bytes.reserveCapacity(batch * unit.count)
        for _ in 0..<batch { bytes += unit }
        self.send(bytes)
    }

    private func send(_ bytes: [UInt8]) {
        guard let context = self.context else { return }
        let number = self.scriptNumber
        let buffer = context.channel.allocator.buffer(bytes: bytes)
        let loop = context.eventLoop.assumeIsolated()
        context.writeAndFlush(self.wrapOutboundOut(buffer)).assumeIsolated().whenSuccess {
            // The kernel may have taken the bytes within this call.
            loop.execute {
                guard number == self.scriptNumber else { return }
                self.advance()
            }
        }
    }

    private func wait(_ pause: Pause, then next: @escaping () -> Void) {
        guard let context = self.context else { return }
        // The connection is not idle: the next request came with, or right behind, this one.
        guard pause != .idle || self.reader.waitingBytes == 0 else { return self.exchangeEnded() }
        let number = self.scriptNumber
        let delay = TimeAmount(self.floor.length(of: pause))
        let task = context.eventLoop.assumeIsolated().scheduleTask(in: delay) {
            guard number == self.scriptNumber else { return }
            self.pause = nil
            next()
        }
        self.pause = (pause, task)
    }

    // MARK: - Endings

    func end(_ ending: Ending) {
        self.abandonSteps()
        guard let context = self.context else { return }
        switch ending {
        case .fin:
            self.phase = .ending
            context.close(mode: .output, promise: nil)
            self.closeLater(after: PeerHandler.lingerLimit)
        case .halfClose:
            self.phase = .ending
            context.close(mode: .output, promise: nil)
            self.closeLater(after: self.floor.options.slowPause)
        case .reset:
            self.phase = .stopped
            self.reset(context)
        case .stopReading:
            self.phase = .stopped
            self.adjustReading()
            self.closeLater(after: self.floor.options.slowPause)
        }
    }

    /// The peer goes away; who is inside an exchange gets its answer where it says so in time.
    func hear(_ farewell: PeerSpell.Farewell) {
        switch farewell {
        case .reset: self.end(.reset)
        case .close:
            guard case .reading = self.phase, self.reader.isBetweenRequests else {
                self.closesAfterAnswer = true
                return
            }
            self.end(.fin)
        }
    }

    /// Closing with a linger time of 0 makes the kernel send RST instead of FIN.
    private func reset(_ context: ChannelHandlerContext) {
        guard let socket = context.channel as? any SocketOptionProvider else {
            return context.close(promise: nil)
        }
        socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).assumeIsolated().whenComplete { _ in
            context.close(promise: nil)
        }
    }

    private func closeLater(after delay: Duration) {
        guard let context = self.context else { return }
        let number = self.scriptNumber
        let task = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(delay)) {
            guard number == self.scriptNumber else { return }
            context.close(promise: nil)
        }
        self.pause = (.slow, task)
    }
}
