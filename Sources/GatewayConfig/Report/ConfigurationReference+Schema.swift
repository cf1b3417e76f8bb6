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
        switch key.valueKind {
        case .integer: Int(text).map(JSONValue.number) ?? .text(text)
        case .onOff: .boolean(text == "on")
        case .size, .duration, .percent, .choice, .text, .texts, .section, .sections: .text(text)
        }
    }

    private static func type(_ key: ConfigurationKey) -> [(String, JSONValue)] {
        let mapping = { JSONValue.object(Self.mapping(key.childPath)) }
        switch key.kind {
        case .integer, .size, .duration, .percent, .onOff, .choice, .text, .texts:
            return Self.plain(key.kind)
        case .section(let short):
            guard let short else { return mapping().members }
            return Self.either([.object(Self.plain(short.kind)), mapping()])
        case .sections(let short):
            let item =
                short.map { JSONValue.object(Self.either([.object(Self.plain($0.kind)), mapping()])) } ?? mapping()
            return Self.either([item, Self.list(item)])
        }
    }

    /// The schema of what is not a mapping.
    private static func plain(_ kind: ConfigurationKey.Kind) -> [(String, JSONValue)] {
        switch kind {
        case .integer(let range, let word):
            let number = Self.number(range.lowerBound, range.upperBound)
            guard let word else { return number.members }
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
            guard offAllowed else { return Self.pattern("^\(form)$").members }
            return Self.either([
                Self.pattern("^(off|\(form))$"), .object([("enum", .array([.boolean(false), .number(0)]))]),
            ])
        case .percent:
            return Self.pattern("^[0-9]{1,5}%$").members
        case .onOff:
            return Self.either([.object([("type", .text("boolean"))]), Self.words(["on", "off"])])
        case .choice(let words, _):
            return Self.choice(words)
        case .text(let form):
            return Self.form(form).members
        case .texts(let form):
            return Self.either([Self.form(form), Self.list(Self.form(form))])
        case .section, .sections:
            return [("type", .text("object"))]
        }
    }

    private static func choice(_ words: [String]) -> [(String, JSONValue)] {
        words.contains("off") ? Self.either([Self.words(words), Self.off]) : Self.words(words).members
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
        let text = form.pattern.map(Self.pattern) ?? .object([("type", .text("string"))])
        let number = form.isNumeric ? [JSONValue.object([("type", .text("number"))])] : []
        let all = [text] + number + (form.isOffAllowed ? [Self.off] : [])
        return all.count == 1 ? text : .object(Self.either(all))
    }

    private static func list(_ item: JSONValue) -> JSONValue {
        .object([("type", .text("array")), ("minItems", .number(1)), ("items", item)])
    }

    private static func either(_ schemas: [JSONValue]) -> [(String, JSONValue)] { [("anyOf", .array(schemas))] }
}
