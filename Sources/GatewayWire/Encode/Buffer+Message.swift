public import GatewayBytes

/// Writing the parts of HTTP/1.1 messages that are not fields.
extension Buffer {
    /// Appends `HTTP/1.1 status reason CRLF`; the reason of an unregistered status is empty.
    public mutating func append(statusLine status: UInt16) {
        if let line = StatusLine.text(status) {
            self.append(line)
        } else {
            self.append("HTTP/1.1 ")
            self.append(decimal: status)
            self.append(" \r\n")
        }
    }

    /// Appends the line before a chunk of `count` bytes; the CRLF after the chunk is `appendChunkEnd`.
    ///
    /// A chunk of 0 bytes would end the body, so that there is none.
    public mutating func append(chunkHeader count: Int) {
        precondition(count > 0, "a chunk without content is the last one")
        self.append(hex: UInt64(count))
        self.append("\r\n")
    }

    /// Appends what follows the content of a chunk.
    public mutating func appendChunkEnd() {
        self.append("\r\n")
    }

    /// Appends the last chunk without the trailer section and empty line that must follow it.
    public mutating func appendLastChunk() {
        self.append("0\r\n")
    }

    /// Appends the last chunk and an empty trailer section.
    public mutating func appendChunkedEnd() {
        self.append("0\r\n\r\n")
    }

    /// Appends a whole 100 (Continue) response.
    public mutating func appendContinue() {
        self.append("HTTP/1.1 100 Continue\r\n\r\n")
    }
}
