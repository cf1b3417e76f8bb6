public import GatewayFaults

/// Trailer sections whose text came from a header block.
extension FieldTable {
    /// Reads the lines that `HTTP2HeadReader` made.
    public mutating func read(
        http2Trailers text: borrowing Span<UInt8>,
        side: Fault.Side,
        limits: HeadLimits
    ) throws(Fault) {
        self.removeAll()
        var cursor = LineCursor()
        let bounds = FieldSection.Limits(field: limits.field, end: limits.head, count: limits.fieldCount)
        do throws(SyntaxError) {
            _ = try FieldSection.read(text, cursor: &cursor, limits: bounds, into: &self)
        } catch {
            throw side == .upstream ? Fault(response: error) : Fault(request: error)
        }
    }
}
