import NIOCore

/// Turns the bytes of a connection into requests, one event at a time.
///
/// Bounded in what it keeps (`headLimit`, `lineLimit`) and otherwise tolerant. No I/O; `receive`, then `next`
/// until it says `needMore`. Not responsible for judging what a gateway sends.
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
        case head
        case length(Int)
        case chunkSize
        case chunkData(Int)
        case chunkEnd
        case trailers(String)
        case end
        case failed
    }

    static let headLimit = 1024 * 1024
    static let lineLimit = 4096
    static let trailerLimit = 256 * 1024

    private var state = State.head
    private var buffer = ByteBuffer()
    /// Readable bytes already searched for the end of the head: a slow drip must not cost O(n²).
    private var searched = 0

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
        case .head: self.nextHead()
        case .length(let count): self.nextContent(count, isChunk: false)
        case .chunkSize: self.nextChunkSize()
        case .chunkData(let count): self.nextContent(count, isChunk: true)
        case .chunkEnd: self.nextChunkEnd()
        case .trailers(let lines): self.nextTrailer(after: lines)
        case .end: self.finish()
        case .failed: .malformed
        }
    }

    private mutating func finish(trailers: String = "") -> Event {
        self.state = .head
        self.searched = 0
        return .end(trailers: trailers)
    }

    private mutating func fail() -> Event {
        self.state = .failed
        return .malformed
    }

    // MARK: - Head

    private mutating func nextHead() -> Event {
        // RFC 9112 §2.2: an empty line before a request line is skipped.
        while self.searched == 0, let first: UInt8 = self.buffer.getInteger(at: self.buffer.readerIndex),
            first == 0x0D || first == 0x0A
        {
            self.buffer.moveReaderIndex(forwardBy: 1)
        }
        guard let count = self.headLength() else {
            self.searched = max(0, self.buffer.readableBytes - 3)
            return self.buffer.readableBytes > RequestReader.headLimit ? self.fail() : .needMore
        }
        guard count <= RequestReader.headLimit, let bytes = self.buffer.readBytes(length: count),
            let head = RequestHead(bytes: bytes)
        else {
            return self.fail()
        }
        switch head.framing {
        case .none: self.state = .end
        case .length(let length): self.state = .length(length)
        case .chunked: self.state = .chunkSize
        }
        return .head(head)
    }

    /// The length of the head with its empty line: up to LF LF or LF CR LF.
    private func headLength() -> Int? {
        let view = self.buffer.readableBytesView
        var position = view.startIndex + self.searched
        while position < view.endIndex {
            guard let feed = view[position...].firstIndex(of: 0x0A) else { return nil }
            var next = feed + 1
            if next < view.endIndex, view[next] == 0x0D { next += 1 }
            if next < view.endIndex, view[next] == 0x0A { return next + 1 - view.startIndex }
            position = feed + 1
        }
        return nil
    }

    // MARK: - Content

    private mutating func nextContent(_ count: Int, isChunk: Bool) -> Event {
        let taken = min(count, self.buffer.readableBytes)
        guard taken > 0, let content = self.buffer.readSlice(length: taken) else { return .needMore }
        let rest = count - taken
        switch (rest, isChunk) {
        case (0, false): self.state = .end
        case (0, true): self.state = .chunkEnd
        case (_, false): self.state = .length(rest)
        case (_, true): self.state = .chunkData(rest)
        }
        return .content(content)
    }

    private mutating func nextChunkSize() -> Event {
        guard let line = self.readLine() else { return self.needMoreOfLine() }
        let digits = line.prefix { $0.isHexDigit }
        guard let size = Int(digits, radix: 16) else { return self.fail() }
        self.state = size == 0 ? .trailers("") : .chunkData(size)
        return self.next()
    }

    private mutating func nextChunkEnd() -> Event {
        guard let line = self.readLine() else { return self.needMoreOfLine() }
        guard line.isEmpty else { return self.fail() }
        self.state = .chunkSize
        return self.next()
    }

    private mutating func nextTrailer(after lines: String) -> Event {
        var lines = lines
        while let line = self.readLine() {
            guard !line.isEmpty else { return self.finish(trailers: lines) }
            lines += line + "\r\n"
            guard lines.utf8.count <= RequestReader.trailerLimit else { return self.fail() }
        }
        self.state = .trailers(lines)
        return self.buffer.readableBytes > RequestReader.trailerLimit ? self.fail() : .needMore
    }

    private mutating func needMoreOfLine() -> Event {
        self.buffer.readableBytes > RequestReader.lineLimit ? self.fail() : .needMore
    }

    /// A complete line without its end; `nil` while the LF has not come.
    private mutating func readLine() -> String? {
        guard let feed = self.buffer.readableBytesView.firstIndex(of: 0x0A) else { return nil }
        guard let line = self.buffer.readString(length: feed + 1 - self.buffer.readerIndex) else { return nil }
        return String(line.unicodeScalars.filter { $0 != "\r" && $0 != "\n" })
    }
}
