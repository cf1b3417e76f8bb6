public import GatewayFaults

/// Heads whose text came from a header block.
extension ResponseHead {
    /// Reads the whole text that `HTTP2HeadReader` made; returns its length.
    ///
    /// - Parameter endStream: no content follows. Without it, and without a length, the content ends with the stream,
    ///   which is told apart from a stream that broke: nothing here ends by closing a connection.
    public mutating func read(
        http2 text: borrowing Span<UInt8>,
        limits: HeadLimits,
        requestMethod: Method,
        endStream: Bool
    ) throws(Fault) -> Int {
        let progress = try self.parse(text, limits: limits, requestMethod: requestMethod)
        guard case .complete(let count) = progress else {
            throw Fault(response: .statusLineMalformed, at: text.count)
        }
        self.version = .http2
        self.isPersistent = true
        if endStream {
            self.framing = .none
        } else if self.framing == .untilClose {
            self.framing = .chunked
        }
        return count
    }

    /// The text that was parsed was made from a header block.
    public mutating func cameByHTTP2() {
        self.version = .http2
    }
}
