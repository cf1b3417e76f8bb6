public import GatewayBytes

extension Buffer {
    /// Appends `HTTP/1.1 status reason CRLF`.
    public mutating func append(statusLine status: UInt16) {
    }

    /// Appends the line before a chunk of so many bytes.
    public mutating func append(chunkHeader count: Int) {
    }

    /// Appends the last chunk without the trailer section that must follow it.
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

    /// Appends an IMF-fixdate (RFC 9110 §5.6.7), 29 bytes.
    public mutating func append(httpDate epochSeconds: Int64) {
    }
}
