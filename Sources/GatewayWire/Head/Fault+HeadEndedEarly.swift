public import GatewayFaults

extension Fault {
    /// The fault when an upstream closes after `bytes`, which are not a whole head.
    ///
    /// `ResponseHead.parse` has thrown already when the bytes cannot become a head; what is left is a head that
    /// stopped, or bytes too few to tell. A client that closes is an outcome and no fault.
    public static func headEndedEarly(_ bytes: borrowing Span<UInt8>) -> Fault {
        guard !bytes.isEmpty else { return Fault(.closedBeforeHead, side: .upstream, phase: .responseHead) }
        for index in 0..<min(5, bytes.count) where !VersionText.accepts(bytes[index], at: index) {
            return Fault(response: .responseHTTP09, at: index)
        }
        return Fault(response: .closedInsideHead, at: bytes.count)
    }
}
