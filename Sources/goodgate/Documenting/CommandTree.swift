import ArgumentParser
import Foundation

/// The commands, their options and arguments as ArgumentParser describes them.
struct CommandTree: Decodable {
    struct Command: Decodable {
        let commandName: String
        let abstract: String?
        let discussion: String?
        let arguments: [Argument]?
        let subcommands: [Command]?
        let shouldDisplay: Bool?

        /// Those that are ours and for people: `help` is ArgumentParser's.
        var children: [Command] {
            (self.subcommands ?? []).filter { $0.commandName != "help" && $0.shouldDisplay ?? true }
        }

        var shownArguments: [Argument] { (self.arguments ?? []).filter { $0.shouldDisplay ?? true } }
    }

    struct Argument: Decodable {
        enum Kind: String, Decodable {
            case positional, option, flag
        }

        struct Name: Decodable {
            let kind: String
            let name: String

            var spelled: String { self.kind == "long" ? "--\(self.name)" : "-\(self.name)" }
        }

        let kind: Kind
        let names: [Name]?
        let valueName: String?
        let abstract: String?
        let defaultValue: String?
        let isOptional: Bool?
        let isRepeating: Bool?
        let shouldDisplay: Bool?
    }

    let command: Command

    static func read() throws -> CommandTree {
        try JSONDecoder().decode(CommandTree.self, from: Data(GoodGate._dumpHelp().utf8))
    }
}
