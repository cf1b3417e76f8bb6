/// One value of a policy under the key that sets it, for the description and for the difference of two configurations.
///
/// The same list makes both, so that a key that is shown is also compared.
struct WrittenSetting {
    /// From the section's own name on: `retry.attempts`.
    let key: String
    /// What is shown.
    let value: JSONValue
    /// What is compared in place of `value` and never shown.
    let secret: String?

    init(_ key: String, _ value: JSONValue) {
        self.key = key
        self.value = value
        self.secret = nil
    }

    init(_ key: String, secret: String?) {
        self.key = key
        self.value = .text(secret == nil ? "none" : "set")
        self.secret = secret ?? ""
    }

    init(_ key: String, _ duration: Milliseconds?) { self.init(key, .text((duration ?? .off).description)) }

    init(_ key: String, _ number: Int?) { self.init(key, number.map(JSONValue.number) ?? .text("off")) }

    init(_ key: String, size: UInt64?) {
        self.init(key, size.map { .text(SizeText.text($0)) } ?? .text("off"))
    }

    init(_ key: String, percent: Int) { self.init(key, .text("\(percent)%")) }

    init(_ key: String, isOn: Bool) { self.init(key, .text(isOn ? "on" : "off")) }

    init(_ key: String, text: String?) { self.init(key, .text(text ?? "none")) }

    init(_ key: String, texts: [String]) { self.init(key, .array(texts.map(JSONValue.text))) }

    /// The value in one line.
    var text: String {
        switch self.value {
        case .null: "none"
        case .boolean(let isOn): isOn ? "on" : "off"
        case .number(let number): "\(number)"
        case .text(let text): text
        case .array(let items): items.map { WrittenSetting("", $0).text }.joined(separator: " ")
        case .object: ""
        }
    }

    /// Whether both say the same.
    func isSame(as other: WrittenSetting) -> Bool {
        self.key == other.key && self.text == other.text && self.secret == other.secret
    }
}

extension JSONValue {
    /// Settings as nested objects by the dots of their keys, each value with who set it.
    static func settings(_ settings: [WrittenSetting], at path: String, in configuration: Configuration) -> JSONValue {
        self.nested(settings[...], depth: 0, path: path, configuration)
    }

    private static func nested(
        _ settings: ArraySlice<WrittenSetting>,
        depth: Int,
        path: String,
        _ configuration: Configuration
    ) -> JSONValue {
        var members: [(String, JSONValue)] = []
        var rest = settings
        while let first = rest.first {
            let words = first.key.split(separator: ".")
            let name = words[depth]
            if words.count == depth + 1 {
                let origin = configuration.origin(of: path.isEmpty ? first.key : "\(path).\(first.key)")
                members.append((String(name), .sourced(first.value, origin)))
                rest = rest.dropFirst()
            } else {
                let group = rest.prefix { setting in
                    let other = setting.key.split(separator: ".")
                    return other.count > depth + 1 && other[depth] == name
                }
                members.append((String(name), Self.nested(group, depth: depth + 1, path: path, configuration)))
                rest = rest.dropFirst(group.count)
            }
        }
        return .object(members)
    }

    static func sourced(_ value: JSONValue, _ origin: SettingOrigin) -> JSONValue {
        .object([("value", value), ("origin", .text(origin.description))])
    }

    static func setting(_ setting: Setting<Milliseconds>) -> JSONValue {
        .sourced(.text(setting.value.description), setting.origin)
    }
}
