/// Whether a client can take trailers.
extension RequestHead {
    /// Whether `TE` has `trailers` (RFC 9110 §10.1.4); gRPC requires it of every hop.
    ///
    /// - Parameter bytes: what the head was parsed from.
    public func acceptsTrailers(in bytes: borrowing Span<UInt8>) -> Bool {
        guard self.fields.contains(.te) else { return false }
        for index in 0..<self.fields.count where self.fields[index].known == .te {
            var elements = ListElements(self.fields[index].value)
            while let element = elements.next(bytes) {
                if ShortToken(bytes, element) == .trailers { return true }
            }
        }
        return false
    }
}
