import Foundation
import Testing

@testable import GatewayConfig

@Suite(.timeLimit(.minutes(1))) struct FileTests {
    private static let route = "routes: [{ to: \"http://127.0.0.1:1\" }]\n"

    /// A new directory that is gone afterwards.
    private func inDirectory(_ body: (URL) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("goodgate-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try body(directory)
    }

    @Test func readsAFile() throws {
        try self.inDirectory { directory in
            let file = directory.appendingPathComponent("g.yaml")
            try Self.route.write(to: file, atomically: true, encoding: .utf8)
            let result = ConfigurationLoader.load(file: file.path)
            #expect(result.problems == [])
            #expect((result.configuration?.workers ?? 0) >= 1)
            #expect(result.configuration?.routes.first?.origin.location?.file == file.path)
        }
    }

    @Test func saysWhatIsWrongWithAFile() throws {
        try self.inDirectory { directory in
            func message(_ name: String, _ data: Data?) -> String? {
                let file = directory.appendingPathComponent(name)
                #expect(throws: Never.self) { try data?.write(to: file) }
                let result = ConfigurationLoader.load(file: file.path)
                #expect(result.configuration == nil)
                #expect(result.problems.first?.location?.file == file.path)
                return result.problems.first?.message
            }
            #expect(message("missing.yaml", nil) == "there is no such file")
            #expect(message("", nil) == "it is a directory")
            #expect(message("zero.yaml", Data()) == "the file holds no configuration")
            #expect(message("binary.yaml", Data([0x7f, 0x45, 0x4c, 0x46, 0])) == "the file is not text")
            #expect(message("latin1.yaml", Data([0x61, 0x3a, 0x20, 0xe4])) == "the file is not UTF-8")
            #expect(message("utf16.yaml", Data([0xff, 0xfe, 0x61, 0])) == "the file is not text")
        }
    }

    @Test func doesNotReadAHugeFileWhole() throws {
        try self.inDirectory { directory in
            let file = directory.appendingPathComponent("huge.yaml")
            try Data().write(to: file)
            let handle = try FileHandle(forWritingTo: file)
            try handle.truncate(atOffset: 100 << 20)
            try handle.close()
            #expect(ConfigurationLoader.load(file: file.path).problems.first?.message == "the file is larger than 4MiB")
        }
    }

    @Test func relativePathsBeginAtTheFile() throws {
        try self.inDirectory { directory in
            try "correct-horse-battery\n".write(
                to: directory.appendingPathComponent("token"),
                atomically: true,
                encoding: .utf8
            )
            let file = directory.appendingPathComponent("g.yaml")
            let text =
                Self.route + "admin: { address: \":8081\", token-file: token }\naccess-log: { file: a.log }\npages: .\n"
            try text.write(to: file, atomically: true, encoding: .utf8)
            let result = ConfigurationLoader.load(file: file.path)
            #expect(result.problems == [])
            let configuration = try #require(result.configuration)
            #expect(configuration.admin?.token == "correct-horse-battery")
            #expect(configuration.accessLog.destination == .file("\(directory.path)/a.log"))
        }
    }

    @Test func missingTokenFileIsOneProblem() throws {
        let result = Golden.load(Self.route + "admin: { address: \":8081\", token-file: /no/such/file }\n")
        #expect(result.problems.map(\.message) == ["the token cannot be used: there is no such file"])
        let short = Golden.load(Self.route + "admin: { address: \":8081\", token: short }\n")
        #expect(short.errors.count == 1)
    }

    @Test(arguments: Golden.names(in: Golden.repository.appendingPathComponent("Examples")))
    func examplesAreRight(name: String) throws {
        let text = Golden.text(Golden.repository.appendingPathComponent("Examples/\(name)"))
        let problems = Golden.load(text).problems
        // What depends on the machine: a token file, and a directory for logs.
        let other = problems.filter { !$0.key.hasSuffix("token-file") && $0.key != "access-log.file" }
        #expect(other == [])
    }

    @Test func thereAreExamples() {
        #expect(Golden.names(in: Golden.repository.appendingPathComponent("Examples")).count >= 4)
    }
}
