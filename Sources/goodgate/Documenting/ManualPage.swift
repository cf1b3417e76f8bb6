/// Writes the manual page `goodgate(1)`, all commands in one, from the commands' own help.
enum ManualPage {
    static func roff(_ tree: CommandTree, version: String) -> String {
        let root = tree.command
        var lines = [
            ".\\\" Made from the commands themselves: `goodgate docs --write .`",
            ".TH GOODGATE 1 \"\" \"Good Gateway \(version)\" \"User Commands\"", ".SH NAME",
            "goodgate \\- \(Self.escaped(root.abstract ?? ""))", ".SH SYNOPSIS", ".B goodgate",
            "\\fICOMMAND\\fR [\\fIOPTIONS\\fR]", ".SH COMMANDS",
        ]
        for child in root.children { lines += Self.section(child, child.commandName) }
        lines.append(".SH EXIT STATUS")
        for status in ExitStatus.allCases { lines += [".TP", ".B \(status.rawValue)", Self.escaped(status.meaning)] }
        lines += [
            ".SH ENVIRONMENT", ".TP", ".B NO_COLOR", "No colour, also on a terminal.", ".TP", ".B GOODGATE_TOKEN",
            "The token with which \\fBexplain\\fR asks the admin API.", ".TP",
            ".B GOODGATE_LAB_URL", "What to ask for, for the command that \\fBlab network\\fR runs.", ".TP",
            ".B NOTIFY_SOCKET\\fR, \\fBWATCHDOG_USEC",
            "Where and how often the service manager wants to hear from \\fBserve\\fR (sd_notify(3)).",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    /// A command's, and after it those of the commands under it.
    private static func section(_ command: CommandTree.Command, _ name: String) -> [String] {
        var lines = [".SS goodgate \(Self.escaped(name))", Self.escaped(command.abstract ?? "")]
        if let discussion = command.discussion { lines += Self.discussion(discussion) }
        for argument in command.shownArguments {
            let standard = argument.defaultValue.map { " (default: \($0))" } ?? ""
            lines += [".TP", Self.spelled(argument), Self.escaped((argument.abstract ?? "") + standard)]
        }
        return lines + command.children.flatMap { Self.section($0, "\(name) \($0.commandName)") }
    }

    /// The words as prose, examples and statuses as they stand in the help.
    private static func discussion(_ text: String) -> [String] {
        let parts = text.split(separator: "\n\n", maxSplits: 1)
        let rest = parts.count > 1 ? [".PP", ".nf", Self.escaped(String(parts[1])), ".fi"] : []
        return [".PP", Self.escaped(String(parts[0]))] + rest
    }

    private static func spelled(_ argument: CommandTree.Argument) -> String {
        let value = "\\fI\(Self.escaped(argument.valueName ?? ""))\\fR"
        let names = (argument.names ?? []).sorted { $0.spelled.count > $1.spelled.count }
            .map { "\\fB\(Self.escaped($0.spelled))\\fR" }.joined(separator: ", ")
        switch argument.kind {
        case .positional: return value
        case .flag: return names
        case .option: return "\(names) \(value)"
        }
    }

    /// Backslashes, hyphens, and points and quotes at the start of a line mean something to roff.
    private static func escaped(_ text: String) -> String {
        let lines = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
            .split(separator: "\n", omittingEmptySubsequences: false)
        return lines.map { $0.hasPrefix(".") || $0.hasPrefix("'") ? "\\&\($0)" : String($0) }.joined(separator: "\n")
    }
}
