import NIOCore

/// Cuts the content of one message out of a connection's bytes.
///
/// Bounded in what it keeps (`lineLimit`, `trailerLimit`) and tolerant of everything it can make sense of. Shared by
/// the peers, which read requests, and the drill's client, which reads answers.
struct ContentReader {
    /// How the end of the content is told.
    enum Framing: Sendable, Equatable {
        case none
        case length(Int)
        case chunked
        /// The content ends with the connection; only answers can be framed so.
        case untilEnd
    }

    enum Event {
        case needMore
        case content(ByteBuffer)
        /// The message is complete; trailers are the raw field lines, usually empty.
        case end(trailers: String)
        case malformed
    }

    private enum State {
        case length(Int)
        case untilEnd
        case chunkSize
        case chunkData(Int)
        case chunkEnd
        case trailers(String)
        case ended
        case failed
    }

    static let lineLimit = 4096
    static let trailerLimit = 1024 * 1024

    private var state: State

    init(_ framing: Framing) {
        switch framing {
        case .none: self.state = .ended
        case .length(let count): self.state = count > 0 ? .length(count) : .ended
        case .chunked: self.state = .chunkSize
        case .untilEnd: self.state = .untilEnd
        }
    }

    var endsWithConnection: Bool {
        guard case .untilEnd = self.state else { return false }
        return true
    }

    mutating func next(from buffer: inout ByteBuffer) -> Event {
        switch self.state {
        case .length(let count): self.nextContent(count, isChunk: false, &buffer)
        case .untilEnd: self.nextUntilEnd(&buffer)
        case .chunkSize: self.nextChunkSize(&buffer)
        case .chunkData(let count): self.nextContent(count, isChunk: true, &buffer)
        case .chunkEnd: self.nextChunkEnd(&buffer)
        case .trailers(let lines): self.nextTrailer(after: lines, &buffer)
        case .ended: .end(trailers: "")
        case .failed: .malformed
        }
    }

    private mutating func fail() -> Event {
        self.state = .failed
        return .malformed
    }

    private mutating func nextUntilEnd(_ buffer: inout ByteBuffer) -> Event {
        guard buffer.readableBytes > 0, let content = buffer.readSlice(length: buffer.readableBytes) else {
            return .needMore
        }
        return .content(content)
    }

    private mutating func nextContent(_ count: Int, isChunk: Bool, _ buffer: inout ByteBuffer) -> Event {
        let taken = min(count, buffer.readableBytes)
        guard taken > 0, let content = buffer.readSlice(length: taken) else { return .needMore }
        let rest = count - taken
        switch (rest, isChunk) {
        case (0, false): self.state = .ended
        case (0, true): self.state = .chunkEnd
        case (_, false): self.state = .length(rest)
        case (_, true): self.state = .chunkData(rest)
        }
        return .content(content)
    }

    private mutating func nextChunkSize(_ buffer: inout ByteBuffer) -> Event {
        guard let line = ContentReader.line(from: &buffer) else { return self.moreOfLine(buffer) }
        guard let size = Int(line.prefix { $0.isHexDigit }, radix: 16) else { return self.fail() }
        self.state = size == 0 ? .trailers("") : .chunkData(size)
        return self.next(from: &buffer)
    }

    private mutating func nextChunkEnd(_ buffer: inout ByteBuffer) -> Event {
        guard let line = ContentReader.line(from: &buffer) else { return self.moreOfLine(buffer) }
        guard line.isEmpty else { return self.fail() }
        self.state = .chunkSize
        return self.next(from: &buffer)
    }

    private mutating func nextTrailer(after lines: String, _ buffer: inout ByteBuffer) -> Event {
        var lines = lines
        while let line = ContentReader.line(from: &buffer) {
            guard !line.isEmpty else {
                self.state = .ended
                return .end(trailers: lines)
            }
            lines += line + "\r\n"
            guard lines.utf8.count <= ContentReader.trailerLimit else { return self.fail() }
        }
        self.state = .trailers(lines)
        return buffer.readableBytes > ContentReader.trailerLimit ? self.fail() : .needMore
    }

    private mutating func moreOfLine(_ buffer: ByteBuffer) -> Event {
        buffer.readableBytes > ContentReader.lineLimit ? self.fail() : .needMore
    }

    /// A complete line without its end; `nil` while the LF has not come.
    private static func line(from buffer: inout ByteBuffer) -> String? {
        guard let feed = buffer.readableBytesView.firstIndex(of: 0x0A) else { return nil }
        guard let line = buffer.readString(length: feed + 1 - buffer.readerIndex) else { return nil }
        return String(line.unicodeScalars.filter { $0 != "\r" && $0 != "\n" })
    }
}
