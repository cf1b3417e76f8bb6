extension SectionDecoder {
    /// A duration with the line that set it; `current` when absent or wrong.
    mutating func duration(
        _ name: String,
        in section: Section,
        else current: Setting<Milliseconds>
    ) -> Setting<Milliseconds> {
        guard let (key, node) = self.value(name, in: section) else { return current }
        let value = self.duration(node, key: key, path: section.path(of: name))
        return value.map { Setting($0, origin: node.origin) } ?? current
    }

    /// A duration under a key; nil when absent or wrong.
    mutating func duration(_ name: String, in section: Section) -> Milliseconds? {
        guard let (key, node) = self.value(name, in: section) else { return nil }
        return self.duration(node, key: key, path: section.path(of: name))
    }

    /// A duration within the bounds of the key or of its short form.
    mutating func duration(_ node: ConfigurationNode, key: ConfigurationKey, path: String) -> Milliseconds? {
        guard case .duration(let range, let offAllowed) = key.valueKind else {
            preconditionFailure("\(key.path): kind")
        }
        return self.parsed(node, path: path) { text throws(ValueError) in
            let value = try DurationText.parse(text)
            if value.isOff {
                guard offAllowed else { throw ValueError("`\(key.name)` cannot be off", fix: "write a duration") }
                return value
            }
            guard range.contains(value) else {
                throw ValueError(
                    "\(text.quoted) is out of range",
                    fix: "from \(range.lowerBound) to \(range.upperBound)"
                )
            }
            return value
        }
    }

    /// A whole number; `.some(nil)` for the key's word (`auto`, `off`), nil when absent or wrong.
    mutating func integer(_ name: String, in section: Section) -> Int?? {
        guard let (key, node) = self.value(name, in: section) else { return nil }
        return self.integer(node, key: key, path: section.path(of: name))
    }

    /// A whole number within the bounds of the key or of its short form.
    mutating func integer(_ node: ConfigurationNode, key: ConfigurationKey, path: String) -> Int?? {
        guard case .integer(let range, let word) = key.valueKind else { preconditionFailure("\(key.path): kind") }
        return self.parsed(node, path: path) { text throws(ValueError) -> Int? in
            if let word, text == word { return nil }
            let words = "from \(range.lowerBound) to \(range.upperBound)\(word.map { " or `\($0)`" } ?? "")"
            guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2d }), let number = Int(text) else {
                throw ValueError("\(text.quoted) is not a whole number", fix: "write one \(words)")
            }
            guard range.contains(number) else { throw ValueError("\(number) is out of range", fix: words) }
            return number
        }
    }

    /// A share in percent; nil when absent or wrong.
    mutating func percent(_ name: String, in section: Section) -> Int? {
        guard let (key, node) = self.value(name, in: section) else { return nil }
        guard case .percent(let range) = key.kind else { preconditionFailure("\(key.path): kind") }
        return self.parsed(node, path: section.path(of: name)) { text throws(ValueError) in
            let percent = try PercentText.parse(text)
            guard range.contains(percent) else {
                throw ValueError(
                    "\(text.quoted) is out of range",
                    fix: "from \(range.lowerBound)% to \(range.upperBound)%"
                )
            }
            return percent
        }
    }

    /// `on` or `off`; nil when absent or wrong.
    mutating func onOff(_ name: String, in section: Section) -> Bool? {
        self.parsed(name, in: section) { text throws(ValueError) in try SwitchText.parse(text) }
    }

    /// `on` or `off` in the place of a mapping; nil when wrong.
    mutating func onOff(_ node: ConfigurationNode, path: String) -> Bool? {
        self.parsed(node, path: path) { text throws(ValueError) in
            guard let value = try? SwitchText.parse(text) else {
                throw ValueError("\(text.quoted) is neither `on` nor `off`", fix: "write one of them, or a mapping")
            }
            return value
        }
    }

    /// A number of bytes; `.some(nil)` for `off`, nil when absent or wrong.
    mutating func size(_ name: String, in section: Section) -> UInt64?? {
        guard let (key, node) = self.value(name, in: section) else { return nil }
        guard case .size(let range, let offAllowed) = key.kind else { preconditionFailure("\(key.path): kind") }
        return self.parsed(node, path: section.path(of: name)) { text throws(ValueError) -> UInt64? in
            if offAllowed, text == "off" { return nil }
            let bytes = try SizeText.parse(text)
            guard range.contains(bytes) else {
                let (low, high) = (SizeText.text(range.lowerBound), SizeText.text(range.upperBound))
                throw ValueError("\(text.quoted) is out of range", fix: "from \(low) to \(high)")
            }
            return bytes
        }
    }

    /// One of the words that the table lists.
    mutating func choice(_ name: String, in section: Section) -> String? {
        guard let (key, node) = self.value(name, in: section) else { return nil }
        return self.choice(node, key: key, path: section.path(of: name))
    }

    /// One of the words that the table lists for the key or for its short form.
    mutating func choice(_ node: ConfigurationNode, key: ConfigurationKey, path: String) -> String? {
        guard case .choice(let words, let foreign) = key.valueKind else { preconditionFailure("\(key.path): kind") }
        return self.parsed(node, path: path) { text throws(ValueError) in
            if words.contains(text) { return text }
            // YAML 1.1 habits: `no` and `false` are `off` where there is one.
            if words.contains("off"), (try? SwitchText.parse(text)) == false { return "off" }
            let list = words.map { "`\($0)`" }.joined(separator: ", ")
            let nearest = foreign[EditDistance.plain(text)] ?? EditDistance.nearest(text, among: words)
            throw ValueError("\(text.quoted) is none of \(list)", fix: nearest.map { "did you mean `\($0)`?" })
        }
    }
}
