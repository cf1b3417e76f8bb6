/// Finds a text in bytes that come piece by piece, keeping none of them (Knuth, Morris and Pratt, 1977).
///
/// Linear whatever the text and the bytes are, so that no content makes a check expensive.
struct TextSearch: Sendable {
    private let text: [UInt8]
    /// By how many bytes match: how many still do when the next one does not.
    private let fallbacks: [Int]
    private var matched = 0

    init(_ text: [UInt8]) {
        self.text = text
        var fallbacks = [Int](repeating: 0, count: text.count)
        var matched = 0
        for index in text.indices.dropFirst() {
            while matched > 0, text[index] != text[matched] { matched = fallbacks[matched - 1] }
            if text[index] == text[matched] { matched += 1 }
            fallbacks[index] = matched
        }
        self.fallbacks = fallbacks
    }

    var isFound: Bool { self.matched == self.text.count }

    mutating func read(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) {
        for offset in range {
            guard !self.isFound else { return }
            while self.matched > 0, bytes[offset] != self.text[self.matched] {
                self.matched = self.fallbacks[self.matched - 1]
            }
            if bytes[offset] == self.text[self.matched] { self.matched += 1 }
        }
    }
}
