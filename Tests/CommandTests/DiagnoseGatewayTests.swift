import Foundation
import GatewayLab
import Testing

@testable import goodgate

/// `goodgate diagnose --admin`: the gateway's own side of the story.
struct DiagnoseGatewayTests {
    private static func document(_ result: Program.Result) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    }

    private static func withGateway(_ body: (String, String) async throws -> Void) async throws {
        try await withLab { lab in
            let serving = try await Serving(to: lab)
            try await body("http://\(serving.front)", try #require(serving.admin).description)
            serving.program.send(SIGTERM)
            #expect(try await serving.program.ended().status == 0)
        }
    }

    @Test func theIncidentIsInTheJSON() async throws {
        try await Self.withGateway { front, admin in
            let url = "\(front)/garbage?token=abc123"
            let result = try await Program.run("diagnose", "--json", "--no-control", "--admin", admin, url)
            #expect(result.status == 14)
            let document = try Self.document(result)
            let story = try #require(document["incident"] as? [String: Any])
            let incident = try #require(story["incident"] as? [String: Any])
            let references = document["references"] as? [[String: Any]]
            let id = references?.first { $0["name"] as? String == "x-incident-id" }?["value"] as? String
            #expect(incident["id"] as? String == id)
            #expect(incident["started_ms"] != nil)
            #expect((story["causes"] as? [Any])?.isEmpty == false)
            #expect(document["incident_problem"] == nil)
            #expect(!result.output.contains("abc123"))
        }
    }

    @Test func theStoryIsToldAfterTheVerdict() async throws {
        try await Self.withGateway { front, admin in
            let result = try await Program.run("diagnose", "--no-control", "--admin", admin, "\(front)/garbage")
            #expect(result.status == 14)
            #expect(result.output.contains("status_line_malformed"))
            #expect(result.errors.isEmpty)
        }
    }

    /// A diagnosis is not lost because the gateway cannot be asked.
    @Test func withoutTheGatewayTheDiagnosisStands() async throws {
        try await Self.withGateway { front, _ in
            let nobody = "unix:/nonexistent/admin.sock"
            let result = try await Program.run("diagnose", "--json", "--admin", nobody, "\(front)/garbage")
            #expect(result.status == 14)
            let document = try Self.document(result)
            #expect((document["incident_problem"] as? String)?.contains("no gateway answers") == true)
            #expect(document["incident"] == nil)
            let text = try await Program.run("diagnose", "--admin", nobody, "\(front)/garbage")
            #expect(text.status == 14)
            #expect(text.errors.contains("no gateway answers"))
        }
    }

    @Test func anAnswerWithoutAnIdSaysSo() async throws {
        try await withLab { lab in
            let arguments = ["diagnose", "--json", "--no-active", "--admin", "127.0.0.1:1", "\(lab.address.url)/"]
            let result = try await Program(arguments).ended()
            #expect(result.status == 0)
            let problem = try Self.document(result)["incident_problem"] as? String
            #expect(problem == "the answer carries no id of a Good Gateway")
        }
    }

    @Test func anAdminAddressThatIsNoneIsSaidBeforeTheWalk() async throws {
        let result = try await Program.run("diagnose", "--admin", "nowhere", "http://127.0.0.1/")
        #expect(result.status == 64)
        #expect(result.output.isEmpty)
    }

    @Test(arguments: [("/a", "/a"), ("/a?b=c&d", "/a?…"), ("/?", "/?…"), ("", "")])
    func valuesOfTheQueryStayOut(_ target: String, _ expected: String) {
        #expect(GatewaySide.redacted(target) == expected)
    }
}
