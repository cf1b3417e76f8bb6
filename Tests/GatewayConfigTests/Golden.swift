import Foundation

@testable import GatewayConfig

/// The committed files that tests compare with; `GOODGATE_WRITE_DOCS=1` writes them anew.
enum Golden {
    static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let directory = repository.appendingPathComponent("Tests/GatewayConfigTests/Golden")
    static let isWriting = ProcessInfo.processInfo.environment["GOODGATE_WRITE_DOCS"] == "1"

    /// The same everywhere, whatever machine the tests run on.
    static let surroundings = Surroundings(directory: "/etc/goodgate", processors: 2, pseudonym: "gate")

    static func names(in directory: URL, ending: String = ".yaml") -> [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        return all.filter { $0.hasSuffix(ending) }.sorted()
    }

    static func text(_ url: URL) -> String { (try? String(contentsOf: url, encoding: .utf8)) ?? "" }

    static func load(_ text: String, overlay: CommandLineValues = CommandLineValues()) -> LoadResult {
        ConfigurationLoader.load(text: text, file: "goodgate.yaml", overlay: overlay, surroundings: surroundings)
    }

    /// The committed text, after writing `made` over it when asked to.
    static func committed(_ url: URL, made: String) throws -> String {
        if isWriting { try made.write(to: url, atomically: true, encoding: .utf8) }
        return text(url)
    }
}
