import Yams

/// Turns YAML text into nodes with places, or says what keeps it from being YAML.
///
/// Not responsible for any key.
///
/// Text is bounded before the YAML library sees it and the tree after, because aliases repeat what they stand for.
struct DocumentReader {
    private let text: String
    private let file: String
    private var nodeCount = 0

    init(text: String, file: String) {
        self.text = text
        self.file = file
    }

    /// nil when there is an error in `log`.
    mutating func read(into log: inout ProblemLog) -> ConfigurationNode? {
        guard self.checkSize(into: &log) else { return nil }
        var repaired = RepeatedKeys(text: self.text)
        while true {
            do {
                guard let root = try Yams.compose(yaml: repaired.text, .basic, .default, .utf8) else {
                    return self.reportEmpty(into: &log)
                }
                return self.rootNode(root, into: &log)
            } catch let error as YamlError {
                guard case .duplicatedKeysInMapping(let keys, let context) = error,
                    let found = repaired.rename(keys: keys, firstAt: context.mark)
                else {
                    self.report(error, into: &log)
                    return nil
                }
                log.error(
                    self.place(found.line, found.column),
                    key: found.key,
                    "the key \(found.key.quoted) stands here again; it is already in line \(context.mark.line)",
                    fix: "keep one of the two"
                )
            } catch {
                log.error(self.place(1, 1), key: "", "the YAML cannot be read: \("\(error)".visible(limit: 200))")
                return nil
            }
        }
    }

    // MARK: - Before the library

    private func checkSize(into log: inout ProblemLog) -> Bool {
        guard self.text.utf8.count <= DocumentLimits.bytes else {
            let limit = SizeText.text(UInt64(DocumentLimits.bytes))
            log.error(self.place(1, 1), key: "", "the configuration is larger than \(limit)")
            return false
        }
        if let line = FlowDepth.line(in: self.text, exceeding: DocumentLimits.depth) {
            log.error(self.place(line, 1), key: "", "the values are nested too deeply")
            return false
        }
        let aliases = self.aliasLikeLines()
        let bound = self.text.utf8.count > DocumentLimits.bytesWithAliases ? 0 : DocumentLimits.aliases
        guard aliases.count > bound else { return true }
        log.error(
            self.place(aliases[bound], 1),
            key: "",
            bound == 0
                ? "a text of this size may not have YAML aliases (`*name`)"
                : "there are more than \(bound) YAML aliases (`*name`)",
            fix: "write the values out, and put quotes around texts that begin with `*`"
        )
        return false
    }

    /// Lines of everything that could be an alias: seen too often rather than too rarely, because quotes and comments
    /// cannot be told apart from here.
    private func aliasLikeLines() -> [Int] {
        var lines: [Int] = []
        var line = 1
        var previous = UInt8(ascii: "\n")
        var afterStar = false
        for byte in self.text.utf8 {
            if afterStar, byte > 0x20 { lines.append(line) }
            afterStar = byte == UInt8(ascii: "*") && !Self.isWordByte(previous)
            if byte == UInt8(ascii: "\n") { line += 1 }
            previous = byte
        }
        return lines
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    // MARK: - After the library

    private mutating func rootNode(_ root: Node, into log: inout ProblemLog) -> ConfigurationNode? {
        let node = self.node(root, depth: 0, fallback: self.place(1, 1), into: &log)
        guard let node else { return nil }
        switch node.content {
        case .mapping: return node
        case .empty: return self.reportEmpty(into: &log)
        case .text, .list:
            log.error(
                node.origin,
                key: "",
                "the file holds \(node.kindWords), not a mapping of keys",
                fix: "begin with a key, such as `routes:`"
            )
            return nil
        }
    }

    private mutating func node(
        _ node: Node,
        depth: Int,
        fallback: SettingOrigin,
        into log: inout ProblemLog
    ) -> ConfigurationNode? {
        let origin = node.mark.map { self.place($0.line, $0.column) } ?? fallback
        self.nodeCount += 1
        guard self.nodeCount <= DocumentLimits.nodes, depth <= DocumentLimits.depth else {
            let isDeep = depth > DocumentLimits.depth
            if isDeep || self.nodeCount == DocumentLimits.nodes + 1 {
                log.error(origin, key: "", isDeep ? "the values are nested too deeply" : "there are too many values")
            }
            return nil
        }
        switch node {
        case .scalar(let scalar):
            return self.scalar(scalar, origin: origin, fallback: fallback, into: &log)
        case .sequence(let sequence):
            var items: [ConfigurationNode] = []
            for item in sequence {
                let place = item.mark.map { self.place($0.line, $0.column) } ?? origin
                guard let item = self.node(item, depth: depth + 1, fallback: place, into: &log) else { return nil }
                items.append(item)
            }
            return ConfigurationNode(content: .list(items), origin: origin)
        case .mapping(let mapping):
            return self.mapping(mapping, depth: depth, origin: origin, into: &log)
        case .alias:
            log.error(origin, key: "", "this YAML alias cannot be followed", fix: "write the value out")
            return nil
        }
    }

    private func scalar(
        _ scalar: Node.Scalar,
        origin: SettingOrigin,
        fallback: SettingOrigin,
        into log: inout ProblemLog
    ) -> ConfigurationNode? {
        guard scalar.tag.description.isEmpty || scalar.tag.description == "tag:yaml.org,2002:str" else {
            log.error(
                origin,
                key: "",
                "YAML tags (\(scalar.tag.description.quoted)) are not used here",
                fix: "put quotes around a text that begins with `!`"
            )
            return nil
        }
        let isPlain = scalar.style == .plain || scalar.style == .any
        guard isPlain, ["", "~", "null", "Null", "NULL"].contains(scalar.string) else {
            return ConfigurationNode(content: .text(scalar.string), origin: origin)
        }
        // The mark of nothing is where the next thing begins; the key's place helps more.
        return ConfigurationNode(content: .empty, origin: scalar.string.isEmpty ? fallback : origin)
    }

    private mutating func mapping(
        _ mapping: Node.Mapping,
        depth: Int,
        origin: SettingOrigin,
        into log: inout ProblemLog
    ) -> ConfigurationNode? {
        var entries: [ConfigurationNode.Entry] = []
        for (key, value) in mapping {
            let keyOrigin = key.mark.map { self.place($0.line, $0.column) } ?? origin
            guard case .scalar(let scalar) = key else {
                log.error(keyOrigin, key: "", "a key must be a plain word")
                continue
            }
            guard let value = self.node(value, depth: depth + 1, fallback: keyOrigin, into: &log) else { return nil }
            guard !RepeatedKeys.isRenamed(scalar.string) else { continue }
            entries.append(ConfigurationNode.Entry(key: scalar.string, keyOrigin: keyOrigin, value: value))
        }
        return ConfigurationNode(content: .mapping(entries), origin: origin)
    }

    // MARK: - Problems

    private func place(_ line: Int, _ column: Int) -> SettingOrigin {
        .file(SourceLocation(file: self.file, line: max(line, 1), column: max(column, 1)))
    }

    private func reportEmpty(into log: inout ProblemLog) -> ConfigurationNode? {
        log.error(
            self.place(1, 1),
            key: "",
            "the file holds no configuration",
            fix: "the smallest one is `routes: [{ to: http://127.0.0.1:3000 }]`"
        )
        return nil
    }

    private func report(_ error: YamlError, into log: inout ProblemLog) {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let words = YamlErrorWords(problem: problem, context: context?.text, line: self.line(mark.line))
            // At the end of the text nothing can be seen; what is still open stands where it was opened.
            let isAtEnd = self.line(mark.line).allSatisfy(\.isWhitespace)
            let place = isAtEnd ? context?.mark ?? mark : mark
            log.error(self.place(place.line, place.column), key: "", words.message, fix: words.fix)
        case .reader(let problem, let offset, let value, _):
            let (line, column) = self.lineAndColumn(ofCharacter: offset ?? 0)
            let code = String(UInt32(bitPattern: value), radix: 16)
            log.error(self.place(line, column), key: "", "\(problem) (U+\(code))", fix: "remove the character")
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.prefix(8).map(\.quoted).joined(separator: ", ")
            log.error(
                self.place(context.mark.line, context.mark.column),
                key: keys.first ?? "",
                "the key \(names) stands more than once in this mapping",
                fix: "keep one of them"
            )
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            log.error(self.place(1, 1), key: "", "the YAML cannot be read: \("\(error)".visible(limit: 200))")
        }
    }

    private func line(_ number: Int) -> Substring {
        // Not by characters: Swift takes CR LF for one.
        let lines = self.text.utf8.split(separator: 0x0a, maxSplits: number, omittingEmptySubsequences: false)
        return lines.indices.contains(number - 1) ? Substring(lines[number - 1]) : ""
    }

    private func lineAndColumn(ofCharacter offset: Int) -> (Int, Int) {
        let before = self.text.prefix(offset).unicodeScalars
        let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
        return (max(lines.count, 1), (lines.last?.count ?? 0) + 1)
    }
}
