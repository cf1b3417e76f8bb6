public import GatewayFaults

/// Heads whose text came from a header block.
extension RequestHead {
    /// Reads the whole text that `HTTP2HeadReader` made; returns its length.
    ///
    /// - Parameter endStream: no content follows. Without it, and without a length, the content ends with the stream,
    ///   and towards HTTP/1.1 it is chunked.
    public mutating func read(
        http2 text: borrowing Span<UInt8>,
        limits: HeadLimits,
        endStream: Bool
    ) throws(Fault) -> Int {
        guard case .complete(let count) = try self.parse(text, limits: limits) else {
            // The reader ends every text with an empty line; anything else was cut by somebody.
            throw Fault(request: .requestLineMalformed, at: text.count)
        }
        self.version = .http2
        self.isPersistent = true
        if endStream {
            self.framing = .none
            self.expectsContinue = false
        } else if self.framing == .none, !self.wantsUpgrade {
            self.framing = .chunked
        }
        return count
    }
}
