import NIOCore

// A scenario that is met in HTTP/2: its script begins when a stream's request is complete.
extension PeerHandler {
    /// What the peer says before anything else: its SETTINGS, as a rule.
    func greet(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        self.sendFrame(bytes)
    }

    func receiveFrames(_ bytes: ByteBuffer, for script: Script) {
        self.frames.receive(bytes)
        while true {
            switch self.frames.next() {
            case .needMore: return
            case .other: continue
            case .settings: if !script.greeting.isEmpty { self.sendFrame(Frame.settingsTaken) }
            case .ping(let payload): if script.answersPings { self.sendFrame(Frame.pong(payload)) }
            case .requestEnd:
                self.noteStream()
                self.act(script.steps)
            case .malformed: return self.end(.fin)
            }
            if self.context == nil { return }
        }
    }

    private func sendFrame(_ bytes: [UInt8]) {
        guard let context = self.context else { return }
        context.writeAndFlush(self.wrapOutboundOut(context.channel.allocator.buffer(bytes: bytes)), promise: nil)
    }
}
