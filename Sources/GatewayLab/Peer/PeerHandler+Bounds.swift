import NIOCore

// What a connection may hold back, and when it is given up.
extension PeerHandler {
    func adjustReading() {
        guard let context = self.context else { return }
        switch self.phase {
        case .reading, .receiving, .ending: self.setReading(true, context)
        case .acting: self.setReading(self.reader.waitingBytes < PeerHandler.waitingLimit, context)
        case .echoing, .tunnelling: self.setReading(context.channel.isWritable, context)
        case .stopped: self.setReading(false, context)
        }
    }

    private func setReading(_ reads: Bool, _ context: ChannelHandlerContext) {
        // Setting an option that is set already would still cost a pass through the pipeline on every read.
        guard reads != self.isReading else { return }
        self.isReading = reads
        context.channel.setOption(.autoRead, value: reads).whenFailure { _ in }
    }

    /// The peer sends no more.
    ///
    /// A script that only waits would keep the connection for nobody.
    func peerClosed() {
        self.peerEnded = true
        switch self.phase {
        case .acting:
            switch self.pause?.kind {
            case .slow, .idle: self.context?.close(promise: nil)
            case .gap, .milliseconds, .turn, .crowdedTurn, nil: if self.drips { self.context?.close(promise: nil) }
            }
        case .reading, .receiving, .echoing, .tunnelling: self.closeAfterWrites()
        case .ending, .stopped: self.context?.close(promise: nil)
        }
    }

    private var drips: Bool {
        guard case .drip = self.steps.first else { return false }
        return true
    }

    func idleLimitReached() {
        switch self.phase {
        case .reading, .receiving, .echoing, .tunnelling, .ending: self.context?.close(promise: nil)
        case .acting, .stopped: break
        }
    }
}
