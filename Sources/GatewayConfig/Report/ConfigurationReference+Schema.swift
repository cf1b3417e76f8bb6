extension ConfigurationReference {
    /// `docs/configuration.schema.json`: JSON Schema 2020-12, for editors.
    ///
    /// Looser than the reader where a pattern cannot say it; never stricter.
    public static var schema: String {
        var members: [(String, JSONValue)] = [
            ("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
            ("title", .text("Good Gateway configuration")),
        ]
        members += Self.mapping("")
        members.append(("required", .array([.text("routes")])))
        return JSONValue.object(members).text
    }

    private static func mapping(_ parent: String) -> [(String, JSONValue)] {
        let keys = ConfigurationKey.byParent[parent] ?? []
        return [
            ("type", .text("object")),
            ("additionalProperties", .boolean(false)),
            ("properties", .object(keys.map { ($0.name, Self.value($0)) })),
        ]
    }

    private static func value(_ key: ConfigurationKey) -> JSONValue {
        var members: [(String, JSONValue)] = [("description", .text(key.summary))]
        if let standard = key.defaultText { members.append(("default", Self.defaultValue(key, standard))) }
        members += Self.type(key)
        return .object(members)
    }

    private static func defaultValue(_ key: ConfigurationKey, _ text: String) -> JSONValue {
        switch key.kind {
        case .integer: Int(text).map(JSONValue.number) ?? .text(text)
        case .onOff: .boolean(text == "on")
        case .size, .duration, .choice, .text, .texts, .section, .sections: .text(text)
        }
    }

    private static func type(_ key: ConfigurationKey) -> [(String, JSONValue)] {
        switch key.kind {
        case .integer(let range, let word):
            let number = Self.number(range.lowerBound, range.upperBound)
            guard let word else { return Self.members(number) }
            return Self.either([number, Self.words([word])] + (word == "off" ? [Self.off] : []))
        case .size(_, let offAllowed):
            let text = Self.pattern(
                offAllowed ? "^(off|[0-9]+ ?([kKmMgG][iI]?)?[bB]?)$" : "^[0-9]+ ?([kKmMgG][iI]?)?[bB]?$"
            )
            let number = JSONValue.object([("type", .text("integer")), ("minimum", .number(0))])
            return Self.either([number, text] + (offAllowed ? [Self.off] : []))
        case .duration(_, let offAllowed):
            let form = "([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?"
            // YAML 1.1 editors read `off` as false.
            guard offAllowed else { return Self.members(Self.pattern("^\(form)$")) }
            return Self.either([
                Self.pattern("^(off|\(form))$"), .object([("enum", .array([.boolean(false), .number(0)]))]),
            ])
        case .onOff:
            return Self.either([.object([("type", .text("boolean"))]), Self.words(["on", "off"])])
        case .choice(let words):
            return Self.choice(words)
        case .text(let form):
            return form == .adminAddress ? Self.either([Self.form(form), Self.off]) : Self.members(Self.form(form))
        case .texts(let form):
            return Self.either([Self.form(form), Self.list(Self.form(form))])
        case .section(let short):
            let mapping = JSONValue.object(Self.mapping(key.childPath))
            return short.map { Self.either(Self.short($0) + [mapping]) } ?? Self.members(mapping)
        case .sections(let short):
            let mapping = JSONValue.object(Self.mapping(key.childPath))
            let item = short.map { JSONValue.object(Self.either(Self.short($0) + [mapping])) } ?? mapping
            return Self.either((short.map(Self.short) ?? []) + [mapping, Self.list(item)])
        }
    }

    private static func short(_ short: ConfigurationKey.Short) -> [JSONValue] {
        switch short {
        case .choice(let words): words.contains("off") ? [Self.words(words), Self.off] : [Self.words(words)]
        case .text(let form): form == .adminAddress ? [Self.form(form), Self.off] : [Self.form(form)]
        }
    }

    private static func choice(_ words: [String]) -> [(String, JSONValue)] {
        words.contains("off") ? Self.either([Self.words(words), Self.off]) : Self.members(Self.words(words))
    }

    // MARK: - Small schemas

    /// What readers of YAML 1.1, as in most editors, make of `off`.
    private static let off = JSONValue.object([("const", .boolean(false))])

    private static func number(_ low: Int, _ high: Int) -> JSONValue {
        .object([("type", .text("integer")), ("minimum", .number(low)), ("maximum", .number(high))])
    }

    private static func words(_ words: [String]) -> JSONValue { .object([("enum", .array(words.map(JSONValue.text)))]) }

    private static func pattern(_ pattern: String) -> JSONValue {
        .object([("type", .text("string")), ("pattern", .text(pattern))])
    }

    private static func form(_ form: ValueForm) -> JSONValue {
        form.pattern.map(Self.pattern) ?? .object([("type", .text("string"))])
    }

    private static func list(_ item: JSONValue) -> JSONValue {
        .object([("type", .text("array")), ("minItems", .number(1)), ("items", item)])
    }

    private static func either(_ schemas: [JSONValue]) -> [(String, JSONValue)] { [("anyOf", .array(schemas))] }

    private static func members(_ schema: JSONValue) -> [(String, JSONValue)] {
        guard case .object(let members) = schema else { return [] }
        return members
    }
}
