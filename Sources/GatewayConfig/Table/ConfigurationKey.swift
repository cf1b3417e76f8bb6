/// One key of the configuration file.
///
/// The table of these drives the reader (types, ranges, unknown keys), the defaults in the documentation,
/// `docs/configuration.md` and the JSON Schema; nothing about a key is written down twice.
struct ConfigurationKey: Sendable {
    /// What a value may be.
    enum Kind: Sendable {
        /// `word` stands for "no number".
        case integer(ClosedRange<Int>, word: String? = nil)
        case size(ClosedRange<UInt64>, offAllowed: Bool = false)
        case duration(ClosedRange<Milliseconds>, offAllowed: Bool)
        /// A share in whole percent, written with its sign.
        case percent(ClosedRange<Int>)
        case onOff
        /// One of these words.
        ///
        /// `foreign` is what other programs call them, so that a wrong guess gets the right answer.
        case choice([String], foreign: [String: String] = [:])
        case text(ValueForm)
        /// One value or a list of them.
        case texts(ValueForm)
        /// A mapping of further keys. `short` is what a plain text in its place means.
        case section(short: Short? = nil)
        /// A list of mappings, or of the short form of each.
        case sections(short: Short? = nil)
    }

    /// What a plain text in the place of a mapping may be.
    enum Short: Sendable {
        case choice([String], foreign: [String: String] = [:])
        case text(ValueForm)
        case integer(ClosedRange<Int>, word: String? = nil)
        case duration(ClosedRange<Milliseconds>, offAllowed: Bool)
        case onOff

        /// The kind of a key that holds nothing else.
        var kind: Kind {
            switch self {
            case .choice(let words, let foreign): .choice(words, foreign: foreign)
            case .text(let form): .text(form)
            case .integer(let range, let word): .integer(range, word: word)
            case .duration(let range, let offAllowed): .duration(range, offAllowed: offAllowed)
            case .onOff: .onOff
            }
        }
    }

    /// Keys from the root, `[]` for the items of a list: `routes[].match.host`.
    let path: String
    let kind: Kind
    /// As it would be written in the file; nil when there is none.
    let defaultText: String?
    let summary: String
    /// What other programs call it, so that a wrong guess gets the right answer.
    let synonyms: [String]
    /// First version that reads it.
    let since: String

    init(
        _ path: String,
        _ kind: Kind,
        default defaultText: String? = nil,
        _ summary: String,
        synonyms: [String] = [],
        since: String = "0.1.0"
    ) {
        self.path = path
        self.kind = kind
        self.defaultText = defaultText
        self.summary = summary
        self.synonyms = synonyms
        self.since = since
    }

    /// The path of the mapping that holds the key; empty for the root.
    var parent: String {
        guard let dot = self.path.lastIndex(of: ".") else { return "" }
        return String(self.path[..<dot])
    }

    /// The last word of the path.
    var name: String {
        guard let dot = self.path.lastIndex(of: ".") else { return self.path }
        return String(self.path[self.path.index(after: dot)...])
    }

    /// Whether its mapping means nothing without it.
    var isRequired: Bool { ["routes", "routes[].to", "routes[].to[].url", "listen[].address"].contains(self.path) }

    /// What a plain text under the key may be: for a mapping, that of its short form.
    var valueKind: Kind {
        switch self.kind {
        case .section(let short?), .sections(let short?): short.kind
        case .integer, .size, .duration, .percent, .onOff, .choice, .text, .texts, .section, .sections: self.kind
        }
    }

    /// What a plain text in the place of a mapping may be, in words; nil where there is only the mapping.
    var shortWords: String? {
        switch self.kind {
        case .section(let short), .sections(let short): short?.kind.words
        case .integer, .size, .duration, .percent, .onOff, .choice, .text, .texts: nil
        }
    }

    /// The path of what a mapping under this key holds.
    var childPath: String {
        switch self.kind {
        case .sections: "\(self.path)[]"
        case .integer, .size, .duration, .percent, .onOff, .choice, .text, .texts, .section: self.path
        }
    }
}

extension ConfigurationKey {
    static let byPath: [String: ConfigurationKey] = Dictionary(
        uniqueKeysWithValues: ConfigurationKey.table.map { ($0.path, $0) }
    )

    static let byParent: [String: [ConfigurationKey]] = Dictionary(grouping: ConfigurationKey.table, by: \.parent)
}
