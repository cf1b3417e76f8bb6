import Foundation
import Testing

@testable import GatewayConfig

@Suite struct DescribeTests {
    private static let text = """
        admin: { token: hunter2hunter2hunter2 }
        timeouts: { connect: 3s }
        routes:
          - to: http://127.0.0.1:1
            timeouts: { response-head: 5s }
        """

    @Test func isJSONWithoutSecrets() throws {
        let configuration = try #require(Golden.load(Self.text).configuration)
        let text = configuration.describe()
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        let admin = object?["admin"] as? [String: Any]
        #expect(admin?["token"] as? String == "set")
        var dumped = ""
        dump(configuration, to: &dumped)
        for shown in [text, "\(configuration)", dumped, String(reflecting: configuration)] {
            #expect(!shown.contains("hunter2"))
        }
    }

    @Test func everyTimerKnowsWhoSetIt() throws {
        let route = try #require(Golden.load(Self.text).configuration?.routes.first)
        #expect(route.timeouts.responseHead.origin.description == "goodgate.yaml:5")
        #expect(route.timeouts.connect.origin.description == "goodgate.yaml:2")
        #expect(route.timeouts.write.origin.description == "default")
        #expect(route.timeouts.responseHead.value == .seconds(5))
    }

    @Test func problemsAreJSONToo() throws {
        let report = ProblemReport(Golden.load("wrokers: \"\\u0001\"\n").problems)
        let array = try JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [[String: Any]]
        #expect(array?.count == 2)
        let problem = try #require(array?.first)
        #expect(problem["line"] as? Int == 1)
        #expect(problem["column"] as? Int == 1)
        #expect(problem["severity"] as? String == "error")
        #expect(problem["fix"] as? String == "did you mean `workers`?")
        #expect(report.summary == "2 errors")
    }
}
