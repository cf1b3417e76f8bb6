import NIOCore

/// Turns the bytes of a connection into requests, one event at a time.
///
/// Bounded and tolerant; no I/O: `receive`, then `next` until it says `needMore`. Not responsible for judging what a
/// gateway sends.
struct RequestReader {
    enum Event {
        case needMore
        case head(RequestHead)
        case content(ByteBuffer)
        /// The request is complete; trailers are the raw field lines, usually empty.
        case end(trailers: String)
        /// Nothing further can be read on this connection.
        case malformed
    }

    private enum State {
        case head(HeadReader)
        case content(ContentReader)
        case failed
    }

    private var state = State.head(HeadReader())
    private var buffer = ByteBuffer()

    /// True when no byte of a next request has been read.
    var isBetweenRequests: Bool {
        guard case .head = self.state else { return false }
        return self.buffer.readableBytes == 0
    }

    /// Bytes received and not yet given out.
    var waitingBytes: Int { self.buffer.readableBytes }

    mutating func receive(_ bytes: ByteBuffer) {
        var bytes = bytes
        if self.buffer.readableBytes == 0 {
            self.buffer = bytes
        } else {
            self.buffer.discardReadBytes()
            self.buffer.writeBuffer(&bytes)
        }
    }

    /// Everything that waits, as it is: after a switch of protocols.
    mutating func takeAll() -> ByteBuffer {
        defer { self.buffer = ByteBuffer() }
        return self.buffer
    }

    mutating func next() -> Event {
        switch self.state {
        case .head(let reader): self.nextHead(reader)
        case .content(let reader): self.nextContent(reader)
        case .failed: .malformed
        }
    }

    private mutating func nextHead(_ reader: HeadReader) -> Event {
        var reader = reader
        switch reader.next(from: &self.buffer) {
        case .needMore:
            self.state = .head(reader)
            return .needMore
        case .tooLarge:
            return self.fail()
        case .head(let bytes):
            guard let head = RequestHead(bytes: bytes) else { return self.fail() }
            self.state = .content(ContentReader(head.framing))
            return .head(head)
        }
    }

    private mutating func nextContent(_ reader: ContentReader) -> Event {
        var reader = reader
        switch reader.next(from: &self.buffer) {
        case .needMore:
            self.state = .content(reader)
            return .needMore
        case .content(let bytes):
            self.state = .content(reader)
            return .content(bytes)
        case .end(let trailers):
            self.state = .head(HeadReader())
            return .end(trailers: trailers)
        case .malformed:
            return self.fail()
        }
    }

    private mutating func fail() -> Event {
        self.state = .failed
        return .malformed
    }
}
