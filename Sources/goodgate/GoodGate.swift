import ArgumentParser
import GatewayControl

/// The program: names its commands and nothing else.
@main
struct GoodGate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "goodgate",
        abstract: "A reverse proxy that prevents 502s, and explains the ones it cannot.",
        discussion: CommandHelp.text(
            "Stands in front of an application, hides what can be hidden of its failures, and tells visitor, operator "
                + "and program what happened with the rest.",
            examples: ["goodgate serve --to http://127.0.0.1:3000", "goodgate demo"],
            exits: ExitStatus.allCases
        ),
        version: ProgramVersion.text,
        subcommands: [
            ServeCommand.self, CheckCommand.self, UpgradeCommand.self, DrainCommand.self, ExplainCommand.self,
            DiagnoseCommand.self, CheckURLCommand.self, HARCommand.self, TopCommand.self, LogsCommand.self,
            DemoCommand.self, DrillCommand.self, LabCommand.self, DocsCommand.self,
            VersionCommand.self,
        ]
    )
}
