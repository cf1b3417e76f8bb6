extension Buffer {
    /// The readable bytes as text, repaired where they are not UTF-8.
    ///
    /// Not for the hot path.
    public var text: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(self.count)
        let span = self.span
        for index in span.indices { bytes.append(span[index]) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A copy of at most `limit` readable bytes.
    ///
    /// Not for the hot path.
    public func prefix(_ limit: Int) -> [UInt8] {
        let span = self.span
        return (0..<min(limit, span.count)).map { span[$0] }
    }
}
