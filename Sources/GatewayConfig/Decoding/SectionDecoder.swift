/// Reads typed values by the key table and collects what is wrong with them.
///
/// Responsible for types, ranges, unknown keys and the record of who set what. Not responsible for how values relate.
struct SectionDecoder {
    var log: ProblemLog
    private(set) var origins: [String: SettingOrigin] = [:]
    /// Table paths that were asked for; a test compares them with the table.
    private(set) var touched: Set<String> = []

    init(log: ProblemLog) {
        self.log = log
    }

    // MARK: - Sections

    /// The mapping at `tablePath`, or nil with a problem when the node is not a mapping.
    mutating func section(_ node: ConfigurationNode, table tablePath: String, path: String) -> Section? {
        guard case .mapping(let entries) = node.content else {
            self.log.error(
                node.origin,
                key: path,
                "\(Self.place(path)) must be a mapping of keys, not \(node.kindWords)",
                fix: Suggestion.instead(of: tablePath)
            )
            return nil
        }
        let known = ConfigurationKey.byParent[tablePath] ?? []
        var values: [String: ConfigurationNode] = [:]
        var meant: Set<String> = []
        for entry in entries {
            let path = path.isEmpty ? entry.key.visible(limit: 60) : "\(path).\(entry.key.visible(limit: 60))"
            if known.contains(where: { $0.name == entry.key }) {
                values[entry.key] = entry.value
                self.origins[path] = entry.keyOrigin
            } else {
                let suggestion = self.log.isFull ? nil : Suggestion(for: entry.key, in: tablePath)
                if let key = suggestion?.key { meant.insert(key) }
                self.log.error(entry.keyOrigin, key: path, "unknown key \(entry.key.quoted)", fix: suggestion?.text)
            }
        }
        return Section(
            tablePath: tablePath,
            path: path,
            origin: node.origin,
            values: values,
            meant: meant
        )
    }

    /// The section under a key, or nil when the key is absent or wrong.
    mutating func section(_ name: String, in parent: Section) -> Section? {
        guard let (key, node) = self.value(name, in: parent) else { return nil }
        return self.section(node, table: key.childPath, path: parent.path(of: name))
    }

    /// What stands under a key that holds a mapping or a short form of it; nil when absent or wrong.
    mutating func sectionOrShort(_ name: String, in parent: Section) -> SectionOrShort? {
        guard let (key, node) = self.value(name, in: parent) else { return nil }
        if case .text = node.content { return .short(node) }
        return self.section(node, table: key.childPath, path: parent.path(of: name)).map(SectionOrShort.section)
    }

    /// Records that a short form set the key that it stands for.
    mutating func note(_ origin: SettingOrigin, of path: String) { self.origins[path] = origin }

    /// The items under a key, one that is not a list counting as a list of itself; nil when the key is absent.
    mutating func items(_ name: String, in parent: Section) -> [ConfigurationNode]? {
        guard let (_, node) = self.value(name, in: parent) else { return nil }
        switch node.content {
        case .list(let items): return items
        case .text, .mapping: return [node]
        case .empty: return []
        }
    }

    /// The node under a key, with the key's entry in the table; nil with a problem when it holds nothing.
    mutating func value(_ name: String, in section: Section) -> (ConfigurationKey, ConfigurationNode)? {
        let tablePath = section.tablePath.isEmpty ? name : "\(section.tablePath).\(name)"
        self.touched.insert(tablePath)
        guard let key = ConfigurationKey.byPath[tablePath] else {
            preconditionFailure("the key table has no \(tablePath)")
        }
        guard let node = section.values[name] else { return nil }
        guard case .empty = node.content else { return (key, node) }
        self.log.error(
            node.origin,
            key: section.path(of: name),
            "\(section.path(of: name).quoted) has no value",
            fix: key.defaultText.map { "leave it out for the default, `\($0)`" } ?? Suggestion.value(of: key)
        )
        return nil
    }

    // MARK: - Values

    /// One text, in a section or the item of a list.
    mutating func text(_ node: ConfigurationNode, path: String) -> String? {
        guard case .text(let text) = node.content else {
            self.log.error(node.origin, key: path, "\(Self.place(path)) must be one value, not \(node.kindWords)")
            return nil
        }
        return text
    }

    /// One text under a key, turned into a value.
    mutating func parsed<Value>(
        _ name: String,
        in section: Section,
        _ parse: (String) throws(ValueError) -> Value
    ) -> Value? {
        guard let (_, node) = self.value(name, in: section) else { return nil }
        return self.parsed(node, path: section.path(of: name), parse)
    }

    /// One text, turned into a value.
    mutating func parsed<Value>(
        _ node: ConfigurationNode,
        path: String,
        _ parse: (String) throws(ValueError) -> Value
    ) -> Value? {
        guard let text = self.text(node, path: path) else { return nil }
        do {
            return try parse(text)
        } catch {
            self.log.error(node.origin, key: path, error)
            return nil
        }
    }

    private static func place(_ path: String) -> String { path.isEmpty ? "the file" : "`\(path)`" }
}
