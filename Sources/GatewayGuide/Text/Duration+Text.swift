extension Duration {
    /// A time as people write it: "0.4 ms", "250 ms", "5.0 s", "2 min".
    static func text(milliseconds: Double) -> String {
        switch milliseconds {
        case ..<0: return "0 ms"
        case ..<100: return Self.oneDecimal(milliseconds) + " ms"
        case ..<1000: return String(Int(milliseconds.rounded())) + " ms"
        case ..<120_000: return Self.oneDecimal(milliseconds / 1000) + " s"
        case ..<1e15: return Self.oneDecimal(milliseconds / 60_000) + " min"
        default: return "unknown"
        }
    }

    private static func oneDecimal(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10).\(tenths % 10)"
    }
}
