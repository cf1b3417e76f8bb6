import GatewayGuide

/// Remembers what messages mean, so that a message seen a million times is looked up once.
///
/// Bounded: what differs in every line (a name, a number) fills it, and it then starts anew.
struct MessageMemory: Sendable {
    private static let most = 4096

    private var index = HashIndex(room: MessageMemory.most)
    private var causes: [Cause] = []

    /// The cause of a message in the words of these products; `Cause.none` when nobody knows it.
    mutating func cause(of message: Slice, _ products: [ForeignProduct], _ bytes: borrowing Span<UInt8>) -> Cause {
        let key = Self.key(message, bytes)
        if let known = self.index.find(key) { return self.causes[known] }
        let cause = CauseBook.shared.found(in: message, of: products, bytes) ?? .none
        if self.causes.count >= Self.most {
            self.causes.removeAll(keepingCapacity: true)
            self.index.removeAll()
        }
        self.index.insert(key, self.causes.count)
        self.causes.append(cause)
        return cause
    }

    /// Of a quoted text its beginning counts: the rest is a name or a path, but the beginning may be a TLS alert.
    private static let quotedPrefix = 12

    /// The hash of a message without most of what stands in quotes.
    private static func key(_ message: Slice, _ bytes: borrowing Span<UInt8>) -> UInt64 {
        guard !message.isMissing else { return 0 }
        let upper = min(message.upper, message.lower + 600)
        // Most messages quote nothing.
        let quote = ByteScan.first(UInt8(ascii: "\""), in: bytes, from: message.lower, to: upper)
        var hash = Slice(message.lower, quote).hash(bytes)
        var quotedAt = -1
        for index in quote..<upper {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") { quotedAt = quotedAt < 0 ? index : -1 }
            guard quotedAt < 0 || index - quotedAt <= Self.quotedPrefix else { continue }
            hash = (hash ^ UInt64(byte)) &* Text.prime
        }
        return hash
    }
}
