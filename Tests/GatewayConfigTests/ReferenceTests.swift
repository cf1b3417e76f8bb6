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
        var log = ProblemLog(text: text)
        var reader = DocumentReader(text: text, file: "everything.yaml")
        let read = reader.read(into: &log)
        let root = try #require(read)
        var decoder = ConfigurationDecoder(log: log, surroundings: Golden.surroundings)
        _ = decoder.decode(root)
        #expect(decoder.decoder.touched == Set(ConfigurationKey.table.map(\.path)))
    }

    /// Writing every default out gives the same configuration as writing nothing, in the short form of each section
    /// and in the long one.
    @Test(arguments: [false, true])
    func defaultsOfTheTableAreThoseOfTheModel(prefersShort: Bool) throws {
        var lines = Self.defaults(of: "", indent: 0, prefersShort: prefersShort)
        lines.append("routes:\n  - to: [{ url: http://127.0.0.1:1 }]")
        lines += Self.defaults(of: "routes[]", indent: 4, prefersShort: prefersShort)
        #expect(lines.count > 60 || prefersShort)

        let written = Golden.load(lines.joined(separator: "\n"))
        // Writing out what holds without being written is no use, and some checks say so.
        #expect(written.errors == [])
        let silent = Golden.load("routes: [{ to: http://127.0.0.1:1 }]")
        let difference = ConfigurationDifference(
            from: try #require(silent.configuration),
            to: try #require(written.configuration)
        )
        #expect(difference.changes == [])
    }

    /// A line for each key below `parent` that has a default.
    private static func defaults(of parent: String, indent: Int, prefersShort: Bool) -> [String] {
        let margin = String(repeating: " ", count: indent)
        return (ConfigurationKey.byParent[parent] ?? []).flatMap { key -> [String] in
            let isSection = if case .section = key.kind { true } else { false }
            // A mapping here switches on what is off by default.
            let isOff = key.defaultText == "off" && key.name != "maintenance" || key.path == "routes[].objective"
            guard isSection, !isOff, !prefersShort || key.defaultText == nil else {
                return key.defaultText.map { ["\(margin)\(key.name): \($0)"] } ?? []
            }
            let children = Self.defaults(of: key.childPath, indent: indent + 2, prefersShort: prefersShort)
            return children.isEmpty ? [] : ["\(margin)\(key.name):"] + children
        }
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

    @Test(arguments: ["unknown-keys", "wrong-types", "bad-endpoints", "wrong-policies", "old-names"])
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
