import Foundation
import GatewayFaults
import GatewayGuide
import Testing

struct PageTemplatesTests {
    /// A directory of files that is removed afterwards.
    private static func load<Result>(
        _ files: [String: Data],
        _ body: (String, PageTemplates?, [TemplateProblem]) throws -> Result
    ) throws -> Result {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        for (name, data) in files { try data.write(to: directory.appendingPathComponent(name)) }
        let (templates, problems) = PageTemplates.load(directory: directory.path)
        return try body(directory.path, templates, problems)
    }

    private static func load<Result>(
        text files: [String: String],
        _ body: (String, PageTemplates?, [TemplateProblem]) throws -> Result
    ) throws -> Result {
        try Self.load(files.mapValues { Data($0.utf8) }, body)
    }

    private static func render(_ templates: PageTemplates?, _ detail: Fault.Detail, _ accept: String) -> String {
        let context = AnswerContext(fault: Fault(detail), incidentID: "a<b\"c", time: "now", accept: accept)
        return String(decoding: AnswerPage.render(context, templates: templates).body, as: UTF8.self)
    }

    @Test
    func theMostParticularTemplateWins() throws {
        let files = [
            "connect_refused.html": "fault", "connection_refused.html": "type", "503.html": "status",
            "5xx.html": "class",
            "error.html": "rest",
        ]
        try Self.load(text: files) { _, templates, problems in
            #expect(problems.isEmpty)
            #expect(templates?.count == 5)
            #expect(Self.render(templates, .connectRefused, "text/html") == "fault")
            #expect(Self.render(templates, .connectOther, "text/html") == "type")
            #expect(Self.render(templates, .noEndpointAvailable, "text/html") == "status")
            #expect(Self.render(templates, .connectTimeout, "text/html") == "class")
            #expect(Self.render(templates, .noRoute, "text/html") == "rest")
            // A form without a template keeps the built-in page.
            #expect(Self.render(templates, .noRoute, "application/json").contains("\"status\": 404"))
        }
    }

    @Test
    func valuesAreEscapedForTheForm() throws {
        let files = [
            "error.html": "<p>{{ id }}</p>{{status}}", "error.json": "{\"id\": \"{{id}}\", \"status\": {{status}}}",
            "error.txt": "{{id}} {{fault}}",
        ]
        try Self.load(text: files) { _, templates, problems in
            #expect(problems.isEmpty)
            #expect(Self.render(templates, .noRoute, "text/html") == "<p>a&lt;b&quot;c</p>404")
            #expect(
                Self.render(templates, .noRoute, "application/json") == "{\"id\": \"a\\u003cb\\\"c\", \"status\": 404}"
            )
            #expect(Self.render(templates, .noRoute, "*/*") == "a<b\"c no_route")
        }
    }

    @Test(arguments: TemplateVariable.allCases)
    func everyVariableHasAValueAndAMeaning(variable: TemplateVariable) throws {
        try Self.load(text: ["error.txt": "[{{\(variable.rawValue)}}]"]) { _, templates, _ in
            #expect(Self.render(templates, .connectRefused, "*/*") != "[]")
        }
        #expect(variable.meaning.hasSuffix("."))
    }

    @Test
    func allProblemsAreReportedAtOnceWithPlaceAndFix() throws {
        let files: [String: Data] = [
            "502.html": Data("fine\n{{titel}} {{id}}\n{{open\n".utf8),
            "conect_refused.html": Data("x".utf8),
            "readme.md": Data("x".utf8),
            "503.json": Data("{\"status\": {{title}}}".utf8),
            "504.txt": Data([0xFF, 0xFE]),
            "5xx.html": Data(repeating: 0x61, count: PageTemplates.largestFile + 1),
            ".hidden": Data("ignored".utf8),
        ]
        try Self.load(files) { directory, templates, problems in
            #expect(templates == nil)
            let texts = Set(problems.map { $0.description.replacingOccurrences(of: directory + "/", with: "") })
            #expect(
                texts == [
                    "502.html:2: unknown variable `{{titel}}`: did you mean `{{title}}`?",
                    "502.html:3: `{{` without `}}`: close it on the same line",
                    "conect_refused.html: no answer has the name `conect_refused`: did you mean `connect_refused.html`?",
                    "readme.md: is not a template: name it `….html`, `….json` or `….txt`, or move it elsewhere",
                    "503.json: is not JSON when its variables are filled in: put text variables in quotes, and numbers"
                        + " such as {{status}} where a number may stand",
                    "504.txt: is not UTF-8: save it as UTF-8",
                    "5xx.html: is too large: keep it below 256 KiB; every failing visitor gets it",
                ]
            )
        }
    }

    @Test
    func aMissingDirectoryIsOneClearProblem() {
        let (templates, problems) = PageTemplates.load(directory: "/nonexistent/pages")
        #expect(templates == nil)
        #expect(problems.map(\.message) == ["cannot be read as a directory"])
    }

    @Test
    func aDirectoryOrAPipeInPlaceOfATemplateDoesNotHang() throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: directory) }
        try FileManager.default.createDirectory(
            at: directory.appendingPathComponent("502.html"),
            withIntermediateDirectories: true
        )
        let pipe = Process()
        pipe.executableURL = URL(fileURLWithPath: "/usr/bin/mkfifo")
        pipe.arguments = [directory.appendingPathComponent("503.html").path]
        try pipe.run()
        pipe.waitUntilExit()
        #expect(pipe.terminationStatus == 0)
        let (templates, problems) = PageTemplates.load(directory: directory.path)
        #expect(templates == nil)
        #expect(problems.map(\.message) == ["cannot be read", "cannot be read"])
    }
}
