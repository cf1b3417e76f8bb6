/// What somebody probably meant by a key that does not exist.
struct Suggestion {
    /// The key of the same mapping that was probably meant.
    let key: String?
    let text: String?

    /// A slip of the keyboard, another program's name for a key, or a key that belongs elsewhere.
    init(for word: String, in tablePath: String) {
        let here = ConfigurationKey.byParent[tablePath] ?? []
        let plain = EditDistance.plain(word)
        let synonym = here.first { key in key.synonyms.contains { EditDistance.plain($0) == plain } }
        self.key = synonym?.name ?? EditDistance.nearest(word, among: here.map(\.name))
        if let key = self.key {
            self.text = "did you mean `\(key)`?"
        } else if tablePath.hasSuffix("tls"), plain.contains("cipher") {
            self.text = Self.ciphers
        } else if let elsewhere = ConfigurationKey.table.first(where: { EditDistance.plain($0.name) == plain }) {
            let home = elsewhere.parent.isEmpty ? "at the left margin" : "to `\(elsewhere.parent)`"
            self.text = "`\(elsewhere.name)` belongs \(home)"
        } else {
            let names = here.prefix(16).map { "`\($0.name)`" }.joined(separator: ", ")
            self.text = "the keys here are \(names)"
        }
    }

    /// Other programs have a list of them, which is copied once and old from then on.
    private static let ciphers = """
        ciphers are not chosen one by one: they are those that Mozilla's "intermediate" guideline recommends, and \
        `minimum-version: 1.3` narrows them down to the ones of TLS 1.3
        """

    /// What may stand where a mapping was expected.
    static func instead(of tablePath: String) -> String? {
        let owner = ConfigurationKey.table.first { $0.childPath == tablePath }
        if let owner, let short = owner.shortWords { return "write \(short), or a mapping" }
        guard let first = ConfigurationKey.byParent[tablePath]?.first else { return nil }
        return "begin it with a key, such as `\(first.name):`"
    }

    /// What to do about a key without a value and without a default.
    static func value(of key: ConfigurationKey) -> String {
        key.isRequired ? "write a value" : "leave it out or write a value"
    }
}
