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
            balance: { sticky: s, sticky-secret: hunter2hunter2hunter2 }
            maintenance: { active: off, cookie: pass=hunter2hunter2 }
        """

    @Test func isJSONWithoutSecrets() throws {
        let configuration = try #require(Golden.load(Self.text).configuration)
        let text = configuration.describe()
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        let admin = object?["admin"] as? [String: Any]
        #expect(admin?["token"] as? String == "set")
        let route = try #require(configuration.routes.first)
        #expect(route.balance.stickySecret == "hunter2hunter2hunter2")
        #expect(route.maintenance.cookie == "pass=hunter2hunter2")
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

    /// An explanation names the line to change, also where a short form set the value.
    @Test func everyPolicyKnowsWhoSetIt() throws {
        let text = """
            routes:
              - to: http://127.0.0.1:1
                retry: 1
                wait:
                  longest: 3s
                cache:
                  object: 1KiB
                maintenance:
                  active: on
                health:
                  check:
                    path: /x
            """
        let configuration = try #require(Golden.load(text).configuration)
        let route = try #require(configuration.routes.first)
        #expect(configuration.origin(of: "routes[0].retry.attempts").description == "goodgate.yaml:3")
        #expect(configuration.origin(of: "routes[0].wait.longest").description == "goodgate.yaml:5")
        #expect(configuration.origin(of: "routes[0].wait.requests") == .builtIn)
        #expect(route.cache?.origin.description == "goodgate.yaml:6")
        #expect(route.maintenance.origin.description == "goodgate.yaml:8")
        #expect(route.health.check?.origin.description == "goodgate.yaml:11")
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
