/// Makes text safe for the place where it will stand.
///
/// Everything that reaches a page, a terminal or JSON goes through here, because parts of it come from the wire.
public enum Escape {
    /// For HTML text and quoted attributes.
    public static func html(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(Self.isControl(scalar) ? "\u{FFFD}" : scalar)
            }
        }
        return result
    }

    /// For the inside of a JSON string, in ASCII only, so that it is safe on a terminal as well.
    public static func json(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            // "<" and ">" too, so that JSON inside a page cannot end a script element.
            case " "..."~" where scalar != "<" && scalar != ">": result.unicodeScalars.append(scalar)
            default: for unit in String(scalar).utf16 { result += "\\u" + Self.hex(UInt32(unit), digits: 4) }
            }
        }
        return result
    }

    /// For one line on a terminal: control characters, line ends, and characters that reorder or hide text are shown
    /// as escapes.
    public static func terminal(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\\": result += "\\\\"
            default:
                if Self.isControl(scalar) || Self.isDeceptive(scalar) {
                    result += "\\u{" + String(scalar.value, radix: 16) + "}"
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result
    }

    /// The text, cut to a number of characters and marked when it was cut.
    static func shortened(_ text: String, to most: Int) -> String {
        guard text.unicodeScalars.count > most else { return text }
        return String(text.unicodeScalars.prefix(most)) + "…"
    }

    /// C0, DEL and C1: terminals act on all of them.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }

    /// Characters that change the direction of text or take no room.
    private static func isDeceptive(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x61C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB,
            0xE0000...0xE0FFF:
            true
        default: false
        }
    }

    private static func hex(_ number: UInt32, digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}
