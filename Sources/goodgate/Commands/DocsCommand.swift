import ArgumentParser

struct DocsCommand: AsyncParsableCommand { static let configuration = CommandConfiguration(commandName: "docs") }
