import ArgumentParser

/// Writes `docs/commands.md` from the commands' own help.
enum CommandsPage {
    static func markdown(_ tree: CommandTree) -> String {
        let root = tree.command
        var page = """
            # Commands

            <!-- Made from the commands themselves: change their help and run `goodgate docs --write .` -->

            \(root.abstract ?? "")

            | command | what it does |
            |---|---|

            """
        for child in root.children {
            page +=
                "| [`goodgate \(child.commandName)`](#goodgate-\(child.commandName)) | \(Self.cell(child.abstract)) |\n"
        }
        page += """

            Everything a person reads is also there as JSON (`--json`). Results go to standard output, everything else to
            standard error. Colour appears only on a terminal, and not where `NO_COLOR` is set.

            ## Exit status

            | status | meaning |
            |---|---|

            """
        for status in ExitStatus.allCases { page += "| \(status.rawValue) | \(status.meaning) |\n" }
        for child in root.children { page += Self.section(child, child.commandName) }
        return page
    }

    /// A command's, and after it those of the commands under it.
    private static func section(_ command: CommandTree.Command, _ name: String) -> String {
        var text = "\n## goodgate \(name)\n\n\(command.abstract ?? "")\n\n"
        if let discussion = command.discussion { text += Self.discussion(discussion) }
        text += "| option | meaning | default |\n|---|---|---|\n"
        for argument in command.shownArguments {
            let standard = argument.defaultValue.map { "`\($0)`" } ?? ""
            text += "| \(Self.spelled(argument)) | \(Self.cell(argument.abstract)) | \(standard) |\n"
        }
        for child in command.children { text += Self.section(child, "\(name) \(child.commandName)") }
        return text
    }

    /// The words as prose, examples and statuses as they stand in the help.
    private static func discussion(_ text: String) -> String {
        let parts = text.split(separator: "\n\n", maxSplits: 1)
        let rest = parts.count > 1 ? "```text\n\(parts[1])\n```\n\n" : ""
        return "\(parts[0])\n\n\(rest)"
    }

    private static func spelled(_ argument: CommandTree.Argument) -> String {
        let value = argument.valueName.map { $0.replacing("|", with: "\\|") } ?? ""
        let names = (argument.names ?? []).sorted { $0.spelled.count > $1.spelled.count }.map(\.spelled)
        switch argument.kind {
        case .positional: return "`\(value)`"
        case .flag: return names.map { "`\($0)`" }.joined(separator: ", ")
        case .option: return names.map { "`\($0) \(value)`" }.joined(separator: ", ")
        }
    }

    private static func cell(_ text: String?) -> String { (text ?? "").replacing("|", with: "\\|") }
}
