import GatewayFaults
import GatewayGuide

/// Looks up what a name of a failure means: by its exact spelling, or inside a message.
///
/// Made once from `ForeignNames`, then only read. Which of several details a row stands for is decided by what the line
/// also says (an errno, a TLS reason); without such a sign it is the first one, the usual.
struct CauseBook: Sendable {
    /// A name with gaps, for finding it in a message.
    private struct Phrase: Sendable {
        var pieces: [[UInt8]]
        var weight: Int
        var row: UInt16
    }

    static let shared = CauseBook()

    private let exact: [UInt64: UInt16]
    private let phrases: [ForeignProduct: [Phrase]]

    private init() {
        var exact: [UInt64: UInt16] = [:]
        var phrases: [ForeignProduct: [Phrase]] = [:]
        for (place, entry) in ForeignNames.all.enumerated() {
            let row = UInt16(truncatingIfNeeded: place + 1)
            for name in entry.names {
                exact[Self.key(entry.product, Text.hash(name))] = row
                let pieces = name.split(separator: "…").map { Array($0.lowercased().utf8) }.filter { !$0.isEmpty }
                let weight = pieces.reduce(0) { $0 + $1.count }
                // "EOF" and the like are in too many lines to say anything where they do not stand alone.
                guard weight >= 6 else { continue }
                phrases[entry.product, default: []].append(Phrase(pieces: pieces, weight: weight, row: row))
            }
        }
        self.exact = exact
        self.phrases = phrases.mapValues { $0.sorted { $0.weight > $1.weight } }
    }

    /// The row, 1 and up; nil for 0 and for anything that is none.
    static func row(_ number: UInt16) -> ForeignName? {
        guard number > 0, Int(number) <= ForeignNames.all.count else { return nil }
        return ForeignNames.all[Int(number) - 1]
    }

    // MARK: - By exact name

    /// The cause that a product gives this name; case matters, as with `SH` and `sH`.
    func named(_ name: Slice, of product: ForeignProduct, in bytes: borrowing Span<UInt8>) -> Cause? {
        guard !name.isMissing, name.count > 0, name.count < 128 else { return nil }
        return self.cause(self.exact[Self.key(product, name.hash(bytes))])
    }

    func named(_ name: String, of product: ForeignProduct) -> Cause? {
        self.cause(self.exact[Self.key(product, Text.hash(name))])
    }

    /// A name of our own vocabulary.
    func own(_ token: Slice, in bytes: borrowing Span<UInt8>) -> Cause? {
        guard !token.isMissing, token.count > 0, token.count < 64 else { return nil }
        return Fault.Detail(token: token.string(bytes)).map { Cause($0) }
    }

    private func cause(_ row: UInt16?) -> Cause? {
        guard let row, let entry = Self.row(row) else { return nil }
        return Cause(detailCode: entry.details.first?.rawValue ?? 255, row: row)
    }

    // MARK: - In a message

    /// The longest name of a product that the message holds.
    ///
    /// Looks at the message once for each name: for lines that failed, behind a `MessageMemory`.
    func found(in message: Slice, of products: [ForeignProduct], _ bytes: borrowing Span<UInt8>) -> Cause? {
        // Go puts what happened behind a phrase that says nothing.
        let wrapper = "transport connection broken: " as StaticString
        if let at = Text.find(wrapper, in: bytes, from: message.lower, to: message.upper) {
            let inner = Slice(at + wrapper.utf8CodeUnitCount, message.upper)
            if let cause = self.found(in: inner, of: products, bytes) { return cause }
        }
        for product in products {
            if let cause = self.named(message, of: product, in: bytes) { return cause }
        }
        let text = Self.lowercased(message, bytes)
        var best: Phrase?
        for product in products {
            let match = self.phrases[product]?.first { Self.holds($0.pieces, text) }
            if let match, match.weight > best?.weight ?? 0 { best = match }
        }
        guard let best, let entry = Self.row(best.row) else { return nil }
        guard let detail = CauseSigns.choose(among: entry.details, text: text) else {
            return Cause(detailCode: 255, row: best.row)
        }
        return Cause(detail, row: best.row)
    }

    /// More of a message says nothing new.
    private static let longest = 600

    private static func lowercased(_ message: Slice, _ bytes: borrowing Span<UInt8>) -> [UInt8] {
        guard !message.isMissing else { return [] }
        let upper = min(message.upper, message.lower + Self.longest)
        var text: [UInt8] = []
        text.reserveCapacity(upper - message.lower)
        for index in message.lower..<max(message.lower, upper) {
            let byte = bytes[index]
            // Inside JSON, quotes and backslashes have a backslash before them.
            let isEscape = byte == UInt8(ascii: "\\") && index + 1 < upper
            if isEscape, bytes[index + 1] == byte || bytes[index + 1] == UInt8(ascii: "\"") { continue }
            text.append(byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte)
        }
        return text
    }

    private static func holds(_ pieces: [[UInt8]], _ text: [UInt8]) -> Bool {
        var position = 0
        for piece in pieces {
            guard let found = CauseSigns.find(piece, in: text, from: position) else { return false }
            position = found + piece.count
        }
        return true
    }

    private static func key(_ product: ForeignProduct, _ hash: UInt64) -> UInt64 {
        hash
            ^ (UInt64(truncatingIfNeeded: ForeignProduct.allCases.firstIndex(of: product) ?? 0) &* 0x9e37_79b9_7f4a_7c15)
    }
}
