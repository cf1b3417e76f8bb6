/// A JSON text in the making, members in the order given.
///
/// Not a parser.
indirect enum JSONValue {
    case null
    case boolean(Bool)
    case number(Int)
    case text(String)
    case array([JSONValue])
    case object([(String, JSONValue)])

    static func string(_ text: String?) -> JSONValue { text.map(JSONValue.text) ?? .null }
    static func integer(_ number: Int?) -> JSONValue { number.map(JSONValue.number) ?? .null }

    /// Of an object; none of anything else.
    var members: [(String, JSONValue)] {
        switch self {
        case .null, .boolean, .number, .text, .array: []
        case .object(let members): members
        }
    }

    /// Two spaces a level, small arrays and objects in one line, a line feed at the end.
    var text: String {
        var output = ""
        self.write(to: &output, indent: 0)
        return output + "\n"
    }

    private var isFlat: Bool {
        switch self {
        case .null, .boolean, .number, .text: true
        case .array(let items): items.isEmpty
        case .object(let members): members.isEmpty
        }
    }

    private func write(to output: inout String, indent: Int) {
        switch self {
        case .null: output += "null"
        case .boolean(let value): output += value ? "true" : "false"
        case .number(let value): output += "\(value)"
        case .text(let text): Self.quote(text, to: &output)
        case .array(let items):
            let isShort = items.allSatisfy(\.isFlat) && items.count <= 4
            Self.list("[", "]", items.count, isShort: isShort, indent: indent, to: &output) { index, output in
                items[index].write(to: &output, indent: indent + 1)
            }
        case .object(let members):
            let isShort = members.allSatisfy { $0.1.isFlat } && members.count <= 2
            Self.list("{", "}", members.count, isShort: isShort, indent: indent, to: &output) { index, output in
                Self.quote(members[index].0, to: &output)
                output += ": "
                members[index].1.write(to: &output, indent: indent + 1)
            }
        }
    }

    private static func list(
        _ open: String,
        _ close: String,
        _ count: Int,
        isShort: Bool,
        indent: Int,
        to output: inout String,
        _ item: (Int, inout String) -> Void
    ) {
        output += open
        for index in 0..<count {
            if index > 0 { output += isShort ? ", " : "," }
            if !isShort { output += "\n" + String(repeating: "  ", count: indent + 1) }
            item(index, &output)
        }
        if !isShort, count > 0 { output += "\n" + String(repeating: "  ", count: indent) }
        output += close
    }

    /// RFC 8259 §7.
    private static func quote(_ text: String, to output: inout String) {
        output += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\t": output += "\\t"
            case "\r": output += "\\r"
            case "\u{0}"..."\u{1f}", "\u{7f}":
                let hex = String(scalar.value, radix: 16)
                output += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: output.unicodeScalars.append(scalar)
            }
        }
        output += "\""
    }
}
