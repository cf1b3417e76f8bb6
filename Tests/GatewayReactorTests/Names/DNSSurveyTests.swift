import GatewayLab
import GatewayWire
import Testing

@testable import GatewayReactor

@Suite(.timeLimit(.minutes(2))) struct DNSSurveyTests {
    private static let address = DNSAddress.v4(0x7F00_0001)

    /// Answers by server and type; `milliseconds` is long, so that only silence needs it.
    private static func survey(_ servers: [String], _ milliseconds: UInt32 = 3000) throws -> [DNSSurvey.Answer] {
        let survey = DNSSurvey(loop: try EventLoop(), servers: servers, milliseconds: milliseconds)
        let questions = [DNSSurvey.Question("app.test", .a), DNSSurvey.Question("app.test", .aaaa)]
        return survey.ask(questions, deadline: EventLoop.monotonicNanoseconds + 30_000_000_000)
    }

    @Test func everyServerIsHeard() async throws {
        try await withNameServers(2) { servers in
            servers[0].set("app.test", .records([.v4(127, 0, 0, 1, ttl: 17)]))
            servers[1].set("app.test", .code(2, ede: 6, text: ""))
            let addresses = servers.map(\.address)
            try await onThread {
                let answers = try Self.survey(addresses)
                #expect(answers.count == 4)
                for answer in answers {
                    guard case .message(let message) = answer.reply else {
                        Issue.record("\(answer.reply)")
                        continue
                    }
                    #expect(message.rcode == (answer.server == addresses[0] ? 0 : 2))
                    guard answer.server == addresses[0], answer.question.type == .a else { continue }
                    #expect(message.addresses(of: "app.test").values == [Self.address])
                }
            }
        }
    }

    @Test func aSilentServerTimesOutAndHoldsUpNobody() async throws {
        try await withNameServers(2) { servers in
            servers[0].set("app.test", .silence)
            servers[1].set("app.test", .records([.v4(127, 0, 0, 1, ttl: 17)]))
            let addresses = servers.map(\.address)
            try await onThread {
                let answers = try Self.survey(addresses, 200)
                let silent = answers.filter { $0.server == addresses[0] }
                #expect(silent.count == 2)
                for answer in silent {
                    guard case .timedOut = answer.reply else {
                        Issue.record("\(answer.reply)")
                        continue
                    }
                }
                #expect(answers.filter { $0.server == addresses[1] }.count == 2)
            }
        }
    }

    @Test func optionalQuestionsHaveAnAnswerOnlyWhereOneCame() async throws {
        try await withNameServers(1) { servers in
            servers[0].set("app.test", .records([.v4(127, 0, 0, 1, ttl: 17)]))
            servers[0].set("odd.test", .silence)
            let address = servers[0].address
            try await onThread {
                let survey = DNSSurvey(loop: try EventLoop(), servers: [address], milliseconds: 60_000)
                let answers = survey.ask(
                    [DNSSurvey.Question("app.test", .a)],
                    optional: [DNSSurvey.Question("odd.test", .https)],
                    deadline: EventLoop.monotonicNanoseconds + 60_000_000_000
                )
                #expect(answers.map(\.question.type) == [.a])
            }
        }
    }

    @Test func whatIsNoAddressIsLeftOut() throws {
        let survey = DNSSurvey(loop: try EventLoop(), servers: ["name", "1.2.3.4", "1.2.3.4:53"], milliseconds: 100)
        #expect(survey.servers == ["1.2.3.4:53"])
        #expect(survey.ask([], deadline: 0).isEmpty)
    }

    @Test func whenTheTimeIsOverEverythingHasAnAnswer() async throws {
        try await withNameServers { servers in
            servers[0].set("app.test", .silence)
            let address = servers[0].address
            try await onThread {
                let survey = DNSSurvey(loop: try EventLoop(), servers: [address], milliseconds: 60_000)
                let answers = survey.ask([.init("app.test", .a)], deadline: EventLoop.monotonicNanoseconds)
                #expect(answers.count == 1)
            }
        }
    }
}
