/// The long part of a command's help: what it does, examples, exit statuses, always in the same form.
enum CommandHelp {
    static func text(_ words: String, examples: [String], exits: [ExitStatus]) -> String {
        let lines = examples.map { "  \($0)" }.joined(separator: "\n")
        let codes = exits.map { status in
            let code = String(status.rawValue)
            return "  " + code + String(repeating: " ", count: 4 - code.count) + status.meaning
        }
        return """
            \(words)

            \(examples.count == 1 ? "EXAMPLE" : "EXAMPLES"):
            \(lines)

            EXIT STATUS:
            \(codes.joined(separator: "\n"))
            """
    }
}
