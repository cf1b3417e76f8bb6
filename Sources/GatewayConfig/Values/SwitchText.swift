/// Reads `on` and `off`, and what YAML 1.1 readers take for them.
enum SwitchText {
    static func parse(_ text: String) throws(ValueError) -> Bool {
        switch text.lowercased() {
        case "on", "true", "yes": return true
        case "off", "false", "no": return false
        default: throw ValueError("\(text.quoted) is neither `on` nor `off`")
        }
    }
}
