public import GatewayFaults

extension Fault {
    /// The fault when an upstream closes after `bytes` and before the end of its head.
    public static func headEndedEarly(_ bytes: borrowing Span<UInt8>) -> Fault {
        Fault(bytes.isEmpty ? .closedBeforeHead : .closedInsideHead, side: .upstream, phase: .responseHead)
    }
}
