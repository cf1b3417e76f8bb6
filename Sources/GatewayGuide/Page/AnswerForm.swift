/// The forms in which the gateway can answer, and the choice among them (RFC 9110 §12.5.1).
public enum AnswerForm: CaseIterable, Hashable, Sendable {
    /// A page for people.
    case html
    /// RFC 9457 for programs.
    case problem
    /// Plain text for terminals, and for everybody who did not say.
    case text

    public var contentType: String {
        switch self {
        case .html: "text/html; charset=utf-8"
        case .problem: "application/problem+json"
        case .text: "text/plain; charset=utf-8"
        }
    }

    /// An `Accept` value is read up to this length and this many ranges; the rest cannot change much.
    private static let longest = 4096
    private static let mostRanges = 64

    /// The form that the client prefers.
    ///
    /// The larger weight wins, then a form named by the client over one that only a wildcard covers, then the order in
    /// the field. With a bare `*/*`, nothing, or nothing that we have, plain text: that is curl, and an error in an
    /// unwanted form is better than none (RFC 9110 §15.5.7).
    public init(accept: String?) {
        guard let accept else {
            self = .text
            return
        }
        var best: (form: AnswerForm, weight: Int, named: Bool)?
        var refused: Set<AnswerForm> = []
        let bytes = accept.utf8.prefix(Self.longest)
        for range in bytes.split(separator: UInt8(ascii: ","), maxSplits: Self.mostRanges).prefix(Self.mostRanges) {
            let (form, weight, named) = Self.read(range)
            guard let form else { continue }
            if weight == 0 {
                if named { refused.insert(form) }
                continue
            }
            guard let current = best else {
                best = (form, weight, named)
                continue
            }
            let better = weight > current.weight || (weight == current.weight && named && !current.named)
            if better { best = (form, weight, named) }
        }
        guard let best else {
            self = .text
            return
        }
        // A wildcard may stand for a form that the same field refuses.
        let choices = [best.form, .text, .problem, .html]
        self = choices.first { !refused.contains($0) } ?? .text
    }

    private static func read(_ range: Substring.UTF8View) -> (form: AnswerForm?, weight: Int, named: Bool) {
        var parts = range.split(separator: UInt8(ascii: ";")).map { part in
            String(decoding: part.filter { $0 != 0x20 && $0 != 0x09 }, as: UTF8.self).lowercased()
        }
        guard !parts.isEmpty else { return (nil, 0, false) }
        let type = parts.removeFirst()
        let weight = parts.first { $0.hasPrefix("q=") }.map { Self.thousandths($0.dropFirst(2)) } ?? 1000
        switch type {
        case "text/html": return (.html, weight, true)
        case "application/problem+json", "application/json": return (.problem, weight, true)
        case "text/plain": return (.text, weight, true)
        case "application/*": return (.problem, weight, false)
        case "text/*", "*/*": return (.text, weight, false)
        case _ where type.hasPrefix("application/") && type.hasSuffix("+json"): return (.problem, weight, true)
        default: return (nil, 0, false)
        }
    }

    /// A weight "0.xxx" or "1.000" (RFC 9110 §12.4.2) in thousandths; a malformed one counts as 0.
    private static func thousandths(_ text: Substring) -> Int {
        let digits = Array(text.utf8)
        guard let first = digits.first, first == 0x30 || first == 0x31, digits.count <= 5 else { return 0 }
        guard digits.count > 1 else { return first == 0x31 ? 1000 : 0 }
        guard digits[1] == UInt8(ascii: "."), digits[2...].allSatisfy({ (0x30...0x39).contains($0) }) else { return 0 }
        var value = first == 0x31 ? 1 : 0
        for index in 2..<5 { value = value * 10 + (index < digits.count ? Int(digits[index] - 0x30) : 0) }
        return min(1000, value)
    }
}
