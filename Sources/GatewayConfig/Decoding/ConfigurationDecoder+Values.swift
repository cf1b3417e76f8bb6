extension ConfigurationDecoder {
    /// Stands for a secret with a problem, in a configuration that is not used because of it.
    static let unusableSecret = String(repeating: "-", count: 16)

    /// The entry of the table, for the short form of a section.
    func key(_ tablePath: String) -> ConfigurationKey {
        guard let key = ConfigurationKey.byPath[tablePath] else {
            preconditionFailure("the key table has no \(tablePath)")
        }
        return key
    }

    /// `off` as no value.
    func optional(_ duration: Milliseconds?) -> Milliseconds? {
        duration.flatMap { $0.isOff ? nil : $0 }
    }

    /// The name of a field, in lower case.
    mutating func fieldName(_ name: String, in section: Section) -> String? {
        self.decoder.parsed(name, in: section) { text throws(ValueError) in try FieldText.name(text) }
    }

    /// The nodes of one text or a list of them, each with its path; an empty list is a problem, because it would
    /// silently mean "any".
    mutating func list(_ name: String, in section: Section) -> [(ConfigurationNode, String)] {
        guard let nodes = self.decoder.items(name, in: section) else { return [] }
        let path = section.path(of: name)
        if nodes.isEmpty {
            let standard = self.key("\(section.tablePath).\(name)").defaultText
            let words =
                standard.map { " for the default, `\($0)`" } ?? (section.tablePath.hasSuffix("match") ? " for any" : "")
            self.decoder.log.error(
                section.origin(of: name),
                key: path,
                "the list is empty",
                fix: "leave `\(name)` out\(words)"
            )
        }
        return nodes.enumerated().map { ($1, nodes.count == 1 ? path : "\(path)[\($0)]") }
    }

    /// What one text or a list of them says, up to `limit` values: they are gone through one by one at run time.
    mutating func values<Value>(
        _ name: String,
        in section: Section,
        limit: Int,
        _ parse: (String) throws(ValueError) -> Value
    ) -> [Value] {
        var values: [Value] = []
        for (index, (node, path)) in self.list(name, in: section).enumerated() {
            guard index < limit else {
                let key = section.path(of: name)
                self.decoder.log.error(node.origin, key: key, "there are more than \(limit) values")
                break
            }
            if let value = self.decoder.parsed(node, path: path, parse) { values.append(value) }
        }
        return values
    }

    /// A secret written under `name` or kept in the file that `name-file` names.
    mutating func secret(_ name: String, called word: String, in section: Section) -> String? {
        var written = self.decoder.parsed(name, in: section) { text throws(ValueError) in
            try WordText.secret(text, called: word)
        }
        // A wrong one has been reported, and must not look like none to what follows.
        if written == nil, section.values[name] != nil { written = Self.unusableSecret }
        let fileKey = "\(name)-file"
        guard let path = self.filePath(fileKey, in: section) else { return written }
        let origin = section.origin(of: fileKey)
        guard section.values[name] == nil else {
            self.decoder.log.error(
                origin,
                key: section.path(of: fileKey),
                "there is a `\(name)` already",
                fix: "keep one of the two"
            )
            return written
        }
        do {
            return try WordText.secret(try self.surroundings.secret(path), called: word)
        } catch {
            let message = "the \(word) cannot be used: \(error.message)"
            self.decoder.log.error(origin, key: section.path(of: fileKey), ValueError(message, fix: error.fix))
            return Self.unusableSecret
        }
    }
}
