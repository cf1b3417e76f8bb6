import GatewayGuide

/// Remembers what messages mean, so that a message seen a million times is looked up once.
///
/// Bounded: what differs in every line (a name, a number) fills it, and it then starts anew.
struct MessageMemory: Sendable {
    private static let most = 4096

    private var causes: [UInt64: Cause] = [:]

    /// The cause of a message in the words of these products; `Cause.none` when nobody knows it.
    mutating func cause(of message: Slice, _ products: [ForeignProduct], _ bytes: borrowing Span<UInt8>) -> Cause {
        let key = Self.key(message, bytes)
        if let known = self.causes[key] { return known }
        let cause = CauseBook.shared.found(in: message, of: products, bytes) ?? .none
        if self.causes.count >= Self.most { self.causes.removeAll(keepingCapacity: true) }
        self.causes[key] = cause
        return cause
    }

    /// The hash of a message without what stands in quotes, which is a name or a path.
    private static func key(_ message: Slice, _ bytes: borrowing Span<UInt8>) -> UInt64 {
        guard !message.isMissing else { return 0 }
        var hash = Text.seed
        var isQuoted = false
        for index in message.lower..<min(message.upper, message.lower + 600) {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if !isQuoted { hash = (hash ^ UInt64(byte)) &* Text.prime }
        }
        return hash
    }
}
