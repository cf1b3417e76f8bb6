import ArgumentParser
import Foundation
import GatewayConfig
import GatewayControl
import GatewayGuide

/// Every file of the repository that is made from the code, by its path.
enum GeneratedFiles {
    static func all() throws -> [String: String] {
        let tree = try CommandTree.read()
        var files = [
            "docs/commands.md": CommandsPage.markdown(tree),
            "docs/configuration.md": ConfigurationReference.markdown,
            "docs/configuration.schema.json": ConfigurationReference.schema,
            "docs/custom-pages.md": TemplateGuide.markdown(),
            "docs/lab.md": LabPage.markdown,
            "docs/fingerprints.json": FingerprintBook.document + "\n",
            "packaging/man/goodgate.1": ManualPage.roff(tree, version: ProgramVersion.text),
            "packaging/completions/goodgate.bash": Self.bashCompletions,
            "packaging/completions/_goodgate": GoodGate.completionScript(for: .zsh),
            "packaging/completions/goodgate.fish": GoodGate.completionScript(for: .fish),
        ]
        for (name, page) in FaultPages.all() { files["docs/faults/\(name)"] = page }
        return files
    }

    /// Sourced, never run: without the line that would make it a program, and not held against our rules for scripts.
    private static var bashCompletions: String {
        let lines = GoodGate.completionScript(for: .bash).split(separator: "\n", omittingEmptySubsequences: false)
        let rest = lines.first?.hasPrefix("#!") == true ? lines.dropFirst() : lines[...]
        return (["# shellcheck shell=bash disable=all"] + rest).joined(separator: "\n")
    }

    /// Files that differ from what the code makes, or are missing.
    static func outdated(in root: String) throws -> [String] {
        let files = try Self.all()
        return files.filter { path, text in
            FileManager.default.contents(atPath: "\(root)/\(path)").map { $0 != Data(text.utf8) } ?? true
        }.keys.sorted()
    }

    /// Writes what differs; returns the paths.
    static func write(in root: String) throws -> [String] {
        let files = try Self.all()
        let outdated = try Self.outdated(in: root)
        for path in outdated {
            let file = URL(fileURLWithPath: "\(root)/\(path)")
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data((files[path] ?? "").utf8).write(to: file, options: .atomic)
        }
        return outdated
    }
}
