/// What somebody probably meant by a key that does not exist.
enum Suggestion {
    /// A slip of the keyboard, another program's name for a key, or a key that belongs elsewhere.
    static func key(_ word: String, in tablePath: String) -> String? {
        let here = ConfigurationKey.byParent[tablePath] ?? []
        let plain = EditDistance.plain(word)
        if let same = here.first(where: { key in key.synonyms.contains { EditDistance.plain($0) == plain } }) {
            return "did you mean `\(same.name)`?"
        }
        if let near = EditDistance.nearest(word, among: here.map(\.name)) { return "did you mean `\(near)`?" }
        let elsewhere = ConfigurationKey.table.first { EditDistance.plain($0.name) == plain }
        if let elsewhere {
            let home = elsewhere.parent
            return home.isEmpty
                ? "`\(elsewhere.name)` belongs at the left margin" : "`\(elsewhere.name)` belongs to `\(home)`"
        }
        guard !here.isEmpty else { return nil }
        let names = here.prefix(16).map { "`\($0.name)`" }.joined(separator: ", ")
        return "the keys here are \(names)"
    }

    /// What a mapping at this place looks like.
    static func example(of tablePath: String) -> String? {
        guard let first = ConfigurationKey.byParent[tablePath]?.first else { return nil }
        return "begin it with a key, such as `\(first.name):`"
    }
}
