import Yams

/// Finds the second place of a repeated key and renames it in a copy of the text, so that the rest can be read.
///
/// The YAML library stops at the first mapping with a repeated key and tells only where the first of the pair stands.
/// A renamed key keeps its length, so that all other places stay right.
struct RepeatedKeys {
    struct Place {
        let key: String
        let line: Int
        let column: Int
    }

    /// A private-use character that the reader refuses elsewhere.
    private static let mark: Unicode.Scalar = "\u{e000}"

    private(set) var text: String
    private var attempts = 0
    private let isUsable: Bool

    init(text: String) {
        self.text = text
        self.isUsable = !text.unicodeScalars.contains(Self.mark) && text.utf8.count <= DocumentLimits.bytesToRepair
    }

    static func isRenamed(_ key: String) -> Bool { key.unicodeScalars.last == Self.mark }

    /// nil when the place is not found or there were too many; the caller then reports what the library said.
    mutating func rename(keys: [String], firstAt first: Mark) -> Place? {
        self.attempts += 1
        guard self.isUsable, self.attempts <= DocumentLimits.repeatedKeys else { return nil }
        guard let key = keys.min(), !key.isEmpty, !key.contains("\n") else { return nil }
        var scalars = Array(self.text.unicodeScalars)
        let wanted = Array(key.unicodeScalars)
        for candidate in Self.candidates(of: wanted, in: scalars, after: first) {
            let last = candidate.offset + wanted.count - 1
            let old = scalars[last]
            scalars[last] = Self.mark
            var changed = String.UnicodeScalarView()
            changed.append(contentsOf: scalars)
            if Self.isRepaired(String(changed), key: key, first: first) {
                self.text = String(changed)
                return Place(key: key, line: candidate.line, column: candidate.column)
            }
            scalars[last] = old
        }
        return nil
    }

    private struct Candidate {
        let offset: Int
        let line: Int
        let column: Int
    }

    /// At most eight places behind the first where the word stands before a colon, those in its column before others.
    private static func candidates(of key: [Unicode.Scalar], in text: [Unicode.Scalar], after first: Mark)
        -> [Candidate]
    {
        var found: [Candidate] = []
        var (line, column) = (1, 0)
        for index in text.indices {
            column += 1
            defer { if text[index] == "\n" { (line, column) = (line + 1, 0) } }
            guard (line, column) > (first.line, first.column), text[index] == key[0] else { continue }
            let end = index + key.count
            guard end < text.count, text[index..<end].elementsEqual(key) else { continue }
            let follower = text[end...].first { $0 != " " && $0 != "\"" && $0 != "'" }
            guard follower == ":" else { continue }
            found.append(Candidate(offset: index, line: line, column: column))
        }
        let aligned = found.filter { $0.column == first.column }.prefix(4)
        let others = found.filter { $0.column != first.column }.prefix(4)
        return Array(aligned) + Array(others)
    }

    /// Whether the library no longer complains about this key at this place.
    private static func isRepaired(_ text: String, key: String, first: Mark) -> Bool {
        do {
            _ = try Yams.compose(yaml: text, .basic, .default, .utf8)
            return true
        } catch let error as YamlError {
            guard case .duplicatedKeysInMapping(let keys, let context) = error else { return false }
            guard context.mark.line == first.line, context.mark.column == first.column else { return true }
            // A key that stands three times is still repeated after one rename; then the library's own words are used.
            return !keys.contains(key)
        } catch {
            return false
        }
    }
}
