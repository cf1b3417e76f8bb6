public import GatewayWire

/// Finds our own mark in the `Via` lines of a request: it has been here before.
public enum LoopDetection {
    public static func isLoop(
        _ head: borrowing RequestHead,
        _ bytes: borrowing Span<UInt8>,
        rules: borrowing ForwardingRules
    ) -> Bool {
        guard head.fields.contains(.via) else { return false }
        for index in 0..<head.fields.count {
            let slot = head.fields[index]
            if slot.known == .via, self.contains(bytes, slot.value, rules.loopMark) { return true }
        }
        return false
    }

    private static func contains(_ bytes: borrowing Span<UInt8>, _ range: ByteRange, _ mark: [UInt8]) -> Bool {
        let start = Int(range.start)
        let last = start + Int(range.count) - mark.count
        guard start <= last else { return false }
        search: for at in start...last {
            for index in mark.indices where bytes[at + index] != mark[index] { continue search }
            return true
        }
        return false
    }
}
