import NIOCore

/// Cuts a message's head, up to its empty line, out of a connection's bytes.
///
/// Remembers how far it has looked, so that a head that comes a byte at a time costs no more than one that comes at
/// once. Knows nothing of what is in the head.
struct HeadReader {
    enum Event {
        case needMore
        case head([UInt8])
        case tooLarge
    }

    static let limit = 1024 * 1024

    private var searched = 0

    mutating func next(from buffer: inout ByteBuffer) -> Event {
        // RFC 9112 §2.2: an empty line before a first line is skipped.
        while self.searched == 0, let first: UInt8 = buffer.getInteger(at: buffer.readerIndex),
            first == 0x0D || first == 0x0A
        {
            buffer.moveReaderIndex(forwardBy: 1)
        }
        guard let count = self.length(in: buffer.readableBytesView) else {
            self.searched = max(0, buffer.readableBytes - 3)
            return buffer.readableBytes > HeadReader.limit ? .tooLarge : .needMore
        }
        guard count <= HeadReader.limit, let bytes = buffer.readBytes(length: count) else { return .tooLarge }
        self.searched = 0
        return .head(bytes)
    }

    /// The length of the head with its empty line: up to LF LF or LF CR LF.
    private func length(in view: ByteBufferView) -> Int? {
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
}
