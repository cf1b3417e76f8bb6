import Foundation
import Testing

/// What the program says of itself.
struct HelpTests {
    static let commands = ["serve", "check", "explain", "top", "demo", "drill", "lab", "docs", "version"]

    @Test(arguments: commands)
    func everyCommandShowsAnExampleItsStatusesAndJSON(command: String) async throws {
        let help = try await Program.run(command, "--help")
        #expect(help.status == 0)
        #expect(help.output.contains("goodgate \(command)"))
        #expect(help.output.contains("EXAMPLE"))
        #expect(help.output.contains("EXIT STATUS:\n  0   done"))
        #expect(help.output.contains("--json"))
    }

    @Test
    func namesEveryCommand() async throws {
        let help = try await Program.run("--help")
        for command in Self.commands { #expect(help.output.contains("\n  \(command) ")) }
    }

    @Test(arguments: [
        ["serve"], ["serve", "--too", "x"], ["check"], ["nonsense"], ["docs"], ["lab", "--port", "many"],
    ])
    func aWrongCommandLineEndsWith64(arguments: [String]) async throws {
        let result = try await Program(arguments).ended()
        #expect(result.status == 64)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains("Usage:"))
    }

    @Test
    func versionIsTheSameInEveryForm() async throws {
        struct Body: Decodable { let version: String }
        let json = try await Program.run("version", "--json")
        let body = try JSONDecoder().decode(Body.self, from: Data(json.output.utf8))
        #expect(try await Program.run("version").output == "goodgate \(body.version)\n")
        #expect(try await Program.run("--version").output == "\(body.version)\n")
    }

    @Test
    func doesNotColourWhatIsNoTerminal() async throws {
        let result = try await Program.run("explain", "502")
        #expect(result.status == 0)
        #expect(!result.output.contains("\u{1B}"))
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func completesForEveryShell(shell: String) async throws {
        let result = try await Program.run("--generate-completion-script", shell)
        #expect(result.status == 0)
        #expect(result.output.contains("truncated-length"))
    }

    /// The committed documents are the ones that the program makes.
    @Test
    func documentsAreUpToDate() async throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
            .path
        let result = try await Program.run("docs", "--check", root)
        #expect(result.status == 0, "write them with `goodgate docs --write .`:\n\(result.output)\(result.errors)")
    }

    @Test
    func docsWriteWhatIsMissingAndNothingElse() async throws {
        try await withFolder { folder in
            let docs = folder.appending(path: "docs")
            try FileManager.default.createDirectory(at: docs, withIntermediateDirectories: false)
            #expect(try await Program.run("docs", "--check", folder.path).status == 1)
            let written = try await Program.run("docs", "--write", folder.path)
            #expect(written.output.contains("written: docs/commands.md\n"))
            #expect(written.output.contains("written: packaging/man/goodgate.1\n"))
            #expect(try await Program.run("docs", "--write", folder.path).output.isEmpty)
            #expect(try await Program.run("docs", "--check", folder.path).status == 0)
        }
    }
}
