import NIOCore

// Sends a request back while it comes in, and echoes after a switch of protocols.
extension PeerHandler {
    func write(_ text: String) {
        guard let context = self.context else { return }
        let buffer = context.channel.allocator.buffer(string: text)
        context.writeAndFlush(self.wrapOutboundOut(buffer), promise: nil)
    }

    private func write(_ bytes: ByteBuffer) {
        self.context?.writeAndFlush(self.wrapOutboundOut(bytes), promise: nil)
    }

    /// Answers with the head; the content follows as it arrives.
    func beginEcho(_ head: RequestHead) {
        if head.expectsContinue { self.write("HTTP/1.1 100 Continue\r\n\r\n") }
        let end = (head.wantsClose ? "Connection: close\r\n" : "") + "\r\n"
        let start = "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n"
        switch head.framing {
        case .none: self.write(start + "Content-Length: \(head.bytes.count)\r\n" + end)
        // A sum that overflows names a content that cannot come; chunked can carry any.
        case .length(let count) where count < Int.max - head.bytes.count:
            self.write(start + "Content-Length: \(head.bytes.count + count)\r\n" + end)
        case .length, .chunked, .untilEnd: self.write(start + "Transfer-Encoding: chunked\r\n" + end)
        }
        self.phase = .echoing(chunked: self.isChunked(head))
        guard head.method != "HEAD" else {
            self.phase = .receiving(Script(steps: []))
            return
        }
        self.echo(ByteBuffer(bytes: head.bytes), chunked: self.isChunked(head))
    }

    private func isChunked(_ head: RequestHead) -> Bool {
        switch head.framing {
        case .none: false
        case .length(let count): count >= Int.max - head.bytes.count
        case .chunked, .untilEnd: true
        }
    }

    func echo(_ bytes: ByteBuffer, chunked: Bool = false) {
        guard bytes.readableBytes > 0 else { return }
        guard chunked else { return self.write(bytes) }
        self.write(String(bytes.readableBytes, radix: 16) + "\r\n")
        self.write(bytes)
        self.write("\r\n")
    }

    func endEcho(chunked: Bool, trailers: String) {
        if chunked { self.write("0\r\n" + trailers + "\r\n") }
        self.exchangeEnded()
    }

    /// RFC 9110 §7.8: 101 names the protocol that is spoken from the next byte on.
    func beginTunnel(to name: String) {
        self.write("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: \(name)\r\n\r\n")
        self.phase = .tunnelling
        let early = self.reader.takeAll()
        self.echo(early)
    }

    /// Ends the connection once everything written has gone to the kernel.
    func closeAfterWrites() {
        guard let context = self.context else { return }
        context.writeAndFlush(self.wrapOutboundOut(ByteBuffer())).assumeIsolated().whenComplete { _ in
            context.close(promise: nil)
        }
    }
}
