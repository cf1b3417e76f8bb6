import Foundation
import Testing
import Yams

@testable import GatewayConfig

@Suite struct ReferenceTests {
    /// `GOODGATE_WRITE_DOCS=1` writes the page and the schema anew.
    @Test(arguments: [
        ("docs/configuration.md", ConfigurationReference.markdown),
        ("docs/configuration.schema.json", ConfigurationReference.schema),
    ])
    func committedDocumentationIsWhatTheTableSays(path: String, made: String) throws {
        #expect(made == (try Golden.committed(Golden.repository.appendingPathComponent(path), made: made)))
    }

    @Test func everyKeyOfTheTableIsReadAndNoOther() throws {
        let text = Golden.text(Golden.directory.appendingPathComponent("everything.yaml"))
            // The one pair of keys that excludes each other.
            .replacingOccurrences(of: "  token: correct", with: "  token-file: x\n  token: correct")
        var log = ProblemLog(text: text)
        var reader = DocumentReader(text: text, file: "everything.yaml")
        let read = reader.read(into: &log)
        let root = try #require(read)
        var decoder = ConfigurationDecoder(log: log, surroundings: Golden.surroundings)
        _ = decoder.decode(root)
        #expect(decoder.decoder.touched == Set(ConfigurationKey.table.map(\.path)))
    }

    /// Writing every default out gives the same configuration as writing nothing.
    @Test func defaultsOfTheTableAreThoseOfTheModel() throws {
        var lines: [String] = []
        for key in ConfigurationKey.table where !key.path.contains("[]") {
            let depth = key.path.count { $0 == "." }
            let indent = String(repeating: "  ", count: depth)
            switch key.kind {
            case .section where ConfigurationKey.byParent[key.childPath] != nil: lines.append("\(indent)\(key.name):")
            case .integer, .size, .duration, .onOff, .choice, .text, .texts, .section, .sections:
                if let text = key.defaultText { lines.append("\(indent)\(key.name): \(text)") }
            }
        }
        // A section whose keys are listed later would be empty where it stands first.
        let sections = ConfigurationKey.table.filter { !$0.path.contains("[]") }.map(\.path)
        #expect(sections.count == Set(sections).count)
        let route = ConfigurationKey.table.filter { $0.parent == "routes[]" && $0.defaultText != nil }
        lines.append("routes:\n  - to: http://127.0.0.1:1")
        lines += route.map { "    \($0.name): \($0.defaultText ?? "")" }

        let written = Golden.load(lines.joined(separator: "\n"))
        #expect(written.problems == [])
        let silent = Golden.load("routes: [{ to: http://127.0.0.1:1 }]")
        let difference = ConfigurationDifference(
            from: try #require(silent.configuration),
            to: try #require(written.configuration)
        )
        #expect(difference.changes == [])
    }

    @Test func schemaIsJSONWithEveryKey() throws {
        let object = try JSONSerialization.jsonObject(with: Data(ConfigurationReference.schema.utf8))
        let root = try #require(object as? [String: Any])
        let properties = try #require(root["properties"] as? [String: Any])
        #expect(Set(properties.keys) == Set(ConfigurationKey.table.filter { $0.parent.isEmpty }.map(\.name)))
    }

    /// An editor must not mark red what the reader accepts, even when it reads `off` as YAML 1.1 does.
    @Test func schemaAcceptsWhatTheReaderAccepts() throws {
        let object = try JSONSerialization.jsonObject(with: Data(ConfigurationReference.schema.utf8))
        let schema = try #require(object as? [String: Any])
        var checked = 0
        for directory in [Golden.directory, Golden.repository.appendingPathComponent("Examples")] {
            for name in Golden.names(in: directory) {
                let text = Golden.text(directory.appendingPathComponent(name))
                let errors = Golden.load(text).errors.filter { $0.key != "admin.token-file" }
                guard errors.isEmpty else { continue }
                let value = try #require(try Yams.load(yaml: text))
                #expect(SchemaCheck.refusals(value, schema) == [], "\(name)")
                checked += 1
            }
        }
        #expect(checked >= 8)
    }

    @Test(arguments: ["unknown-keys", "wrong-types", "bad-endpoints"])
    func schemaRefusesWhatIsPlainlyWrong(name: String) throws {
        let object = try JSONSerialization.jsonObject(with: Data(ConfigurationReference.schema.utf8))
        let schema = try #require(object as? [String: Any])
        let text = Golden.text(Golden.directory.appendingPathComponent("\(name).yaml"))
        let value = try #require(try Yams.load(yaml: text))
        #expect(!SchemaCheck.refusals(value, schema).isEmpty)
    }

    @Test func synonymsOfOneMappingAreUnambiguous() {
        for (parent, keys) in ConfigurationKey.byParent {
            let words = keys.flatMap { [$0.name] + $0.synonyms }.map(EditDistance.plain)
            // Two spellings of one synonym are no harm, one synonym of two keys is.
            let owners = keys.map { key in Set(([key.name] + key.synonyms).map(EditDistance.plain)) }
            let shared = Set(words).filter { word in owners.count { $0.contains(word) } > 1 }
            #expect(shared.isEmpty, "\(parent): \(shared)")
        }
    }
}
