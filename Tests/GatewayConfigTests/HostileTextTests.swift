import Foundation
import Testing

@testable import GatewayConfig

@Suite(.timeLimit(.minutes(1))) struct HostileTextTests {
    private static let route = "routes: [{ to: \"http://127.0.0.1:1\" }]\n"

    /// The first problem, which a text without a configuration must have.
    private static func refusal(_ text: String) throws -> Problem {
        let result = Golden.load(text)
        #expect(result.configuration == nil)
        return try #require(result.errors.first)
    }

    @Test func refusesAnAliasBombBeforeTheLibraryExpandsIt() throws {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...12 {
            let alias = "*a\(level - 1)"
            text += "a\(level): &a\(level) [\(Array(repeating: alias, count: 9).joined(separator: ", "))]\n"
        }
        let problem = try Self.refusal(text)
        #expect(problem.message == "there are more than 16 YAML aliases (`*name`)")
        #expect(problem.location?.line == 3)
    }

    @Test func boundsWhatFewAliasesRepeat() throws {
        let leaf = Array(repeating: "x", count: 60_000).joined(separator: ",")
        let text = "a: &a [\(leaf)]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b,*b]\n"
        #expect(try Self.refusal(text).message == "there are too many values")
    }

    /// Keys are hashed by the library, aliases in them included.
    @Test func survivesAliasesInsideKeys() throws {
        let text = "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n? [*c, *c]\n: 1\n? [*c, *c]\n: 2\n"
        #expect(try !Self.refusal(text).message.isEmpty)
    }

    @Test(arguments: ["[", "{a: ", "- ", "? ", "a:\n"])
    func boundsDepth(opening: String) throws {
        #expect(try !Self.refusal(String(repeating: opening, count: 5000)).message.isEmpty)
        let nested = "a: " + String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
        #expect(try Self.refusal(nested).message == "the values are nested too deeply")
    }

    @Test func refusesATextThatIsTooLarge() throws {
        let text = Self.route + String(repeating: "# a comment line\n", count: 300_000)
        #expect(try Self.refusal(text).message == "the configuration is larger than 4MiB")
    }

    @Test func readsTenThousandRoutes() throws {
        var text = "routes:\n"
        for index in 0..<10_000 {
            text += "  - match: { host: h\(index).example, path: /p\(index) }\n    to: [http://127.0.0.1:9001]\n"
        }
        let result = Golden.load(text)
        #expect(result.problems == [])
        #expect(result.configuration?.routes.count == 10_000)
        #expect(result.configuration?.routes.last?.origin.location?.line == 20_000)
    }

    /// Each of these took minutes before there was a bound.
    @Test func isNotSlowedDownByManyOfAKind() throws {
        let hosts = (0..<20_000).map { "h\($0)" }.joined(separator: ",")
        let texts = [
            "a: " + String(repeating: "[", count: 900) + String(repeating: "b,", count: 1_000_000),
            (0..<30_000).map { "k\($0): 1\n" }.joined(),
            "routes:\n" + String(repeating: "- { to: \"http://a\", match: { path: /x } }\n", count: 10_000),
            "routes: [{ to: \"http://a\", match: { host: [\(hosts)], method: [\(hosts)] } }]\n",
        ]
        for text in texts { #expect(try !Self.refusal(text).message.isEmpty) }
    }

    /// What is gone through at run time has a bound of its own, far below that of the file.
    @Test(arguments: [
        ("resolver: { servers: [LIST] }", "192.0.2.1", "there are more than 8 values"),
        (
            "routes: [{ to: x, maintenance: { active: on, allow: [LIST] } }]", "192.0.2.1",
            "there are more than 256 values"
        ),
        ("routes: [{ to: x, health: { check: { status: [LIST] } } }]", "200", "there are more than 32 values"),
    ])
    func boundsLists(text: String, item: String, message: String) {
        let list = Array(repeating: item, count: 100_000).joined(separator: ",")
        let problems = Golden.load(text.replacingOccurrences(of: "LIST", with: list)).problems
        #expect(problems.count { $0.message == message } == 1)
        #expect(problems.count < 5)
    }

    /// Each of these is one problem at its own place, whatever stands there.
    @Test(
        arguments: [
            "retry: VALUE", "hedge: VALUE", "retry: { budget: VALUE }", "retry: { replay-body: VALUE }", "wait: VALUE",
            "wait: { requests: VALUE }", "limits: { requests: VALUE }", "rate: { client: VALUE }",
            "objective: VALUE", "objective: { value-per-request: VALUE }", "balance: VALUE",
            "balance: { key: VALUE }", "balance: { bounded-load: VALUE }", "cache: { object: VALUE }",
            "health: { check: { status: VALUE } }", "health: { check: { rise: VALUE } }", "maintenance: VALUE",
        ]
    )
    func refusesNumbersThatAreNone(key: String) throws {
        let values = [
            "99999999999999999999999999", "-1", "NaN", "inf", "1e400", "٣٤", "１００", "0x10", "+5", "1_000", "''",
            "{ a: 1 }", "[[1]]", "~", "-0.0", "5%%", "1/", "/s", "1//s", "\"1\\0s\"",
        ]
        for value in values {
            let text =
                "routes:\n  - to: http://127.0.0.1:1\n    \(key.replacingOccurrences(of: "VALUE", with: value))\n"
            let result = Golden.load(text)
            #expect(result.configuration == nil, "\(text)")
            #expect(result.errors.allSatisfy { $0.location?.line == 3 && !$0.message.isEmpty }, "\(text)")
        }
    }

    /// Many routes with every section: the checks between settings must not go through all for each.
    @Test func readsManyRoutesWithPolicies() {
        var text = "cache: { memory: 1MiB }\nroutes:\n"
        for index in 0..<4000 {
            text += "  - match: { host: h\(index) }\n    to: http://127.0.0.1:9001\n    retry: { budget: 5% }\n"
            text +=
                "    balance: hash\n    wait: 1s\n    cache: {}\n    rate: { client: 5/s }\n    health: { check: /x }\n"
        }
        let result = Golden.load(text)
        #expect(result.problems.count == 1)
        #expect(result.configuration?.routes.last?.retry.budgetPercent == 5)
        #expect(result.configuration?.routes.last?.health.check?.path == "/x")
    }

    @Test func quotedBracketsAreNotNesting() {
        let line = "  - { to: \"http://a\", name: \"[[[[\", x: '{{{{' } # [[[[\n"
        #expect(FlowDepth.line(in: String(repeating: line, count: 100), exceeding: 2) == nil)
        #expect(FlowDepth.line(in: "a\n[\n{[\n", exceeding: 2) == 3)
        #expect(FlowDepth.line(in: "[ \"a\\\" ]\", [", exceeding: 1) == 1)
    }

    @Test func showsAHundredProblemsAndCountsTheRest() {
        let result = Golden.load((0..<500).map { "key\($0): 1\n" }.joined() + Self.route)
        #expect(result.problems.count == 101)
        #expect(result.problems.last?.message == "400 more problems are not shown")
    }

    @Test func carriageReturnsAndAByteOrderMarkMoveNothing() throws {
        let text = "\u{feff}workers: 1\r\n\r\nroutes:\r\n  - to: nonsense\r\n"
        let problem = try Self.refusal(text)
        #expect(problem.location == SourceLocation(file: "goodgate.yaml", line: 4, column: 9))
        #expect(problem.sourceLine == "  - to: nonsense")
        let first = try Self.refusal("\u{feff}wrokers: 1\n" + Self.route)
        #expect(first.location?.column == 1)
        #expect(first.sourceLine == "wrokers: 1")
    }

    @Test func columnsCountWhatAPersonSees() throws {
        let problem = try Self.refusal("identity: \"ä\u{301}\", x: 1\n")
        #expect(problem.location?.line == 1)
        let flow = Golden.load("routes: [{ to: \"http://ä\", nmae: x }]")
        #expect(flow.problems.map(\.location?.column) == [16, 28])
    }

    @Test(arguments: [
        "\u{0}", "\u{1}", "\u{7f}", "\u{fffe}", "\u{e000}: 1", "%YAML 9.9\n---\na: 1", "&a", "*", "!", "@", "`",
    ])
    func refusesStrangeCharacters(text: String) throws {
        #expect(try !Self.refusal(text).message.isEmpty)
        #expect(try !Self.refusal(Self.route + "identity: \(text)\n").message.isEmpty)
    }

    @Test func problemsNeverShowSecrets() {
        let secret = "hunter2hunter2hunter2"
        let texts = [
            "admin: { address: \"127.0.0.1:1\", token: \"\(secret) \" }\n",
            "admin: { token: \(secret), token: \(secret) }\n", "admin:\n  tokn: \(secret)\n",
            "admin:\n  token: { a: \(secret) }\n", "admin:\n  token: [\(secret)\n",
            "routes: [{ to: \"http://me:\(secret)@127.0.0.1\" }]\n", "token: \(secret)\n",
            "routes: [{ to: x, balance: { sticky-secret: \"\(secret) \" } }]\n",
            "routes: [{ to: x, balance: { sticky-secret: [\(secret)] } }]\n",
            "routes:\n  - to: x\n    balance:\n      sticky-secrt: \(secret)\n",
            "routes:\n  - to: x\n    balance:\n      method: \n      stiky-secret: \(secret)\n",
            "routes: [{ to: x, maintenance: { cookie: \"\(secret)\" } }]\n",
            "routes: [{ to: x, maintenance: { cookie: \"a b=\(secret)\" } }]\n",
            "routes: [{ to: x, maintenance: { cookie: \"a=\(secret);\" } }]\n",
            "routes:\n  - to: x\n    maintenance:\n      cooky: a=\(secret)\n",
            "routes:\n  - to: x\n    maintenance:\n      cookie: a=\(secret)\n      cookie: a=\(secret)\n",
        ]
        for text in texts {
            let report = ProblemReport(Golden.load(text).problems)
            #expect(!report.text.isEmpty)
            #expect(!report.text.contains(secret), "\(report.text)")
            #expect(!report.json.contains(secret))
        }
    }

    /// Whatever happens to a valid text, the outcome is a configuration or an explained refusal.
    @Test(arguments: 0..<8)
    func mutatedTextsAreReadOrExplained(seed: UInt64) {
        var random = SeededGenerator(state: seed &* 0x9e37_79b9_7f4a_7c15 &+ 1)
        let names = [
            "everything.yaml", "issue.yaml", "aliases.yaml", "unknown-keys.yaml", "short-forms.yaml",
            "wrong-policies.yaml",
        ]
        let sources = names.map { Golden.text(Golden.directory.appendingPathComponent($0)) }
        for _ in 0..<250 {
            let text = Self.mutated(sources[Int.random(in: 0..<sources.count, using: &random)], using: &random)
            let result = Golden.load(text)
            let isExplained = result.configuration != nil || !result.errors.isEmpty
            #expect(isExplained, "\(text)")
            #expect((result.configuration == nil) == !result.errors.isEmpty, "\(text)")
            #expect(result.problems.allSatisfy { !$0.message.isEmpty && $0.location.map { $0.line > 0 } ?? true })
            _ = ProblemReport(result.problems).text
            _ = result.configuration?.describe()
        }
    }

    private static func mutated(_ text: String, using random: inout SeededGenerator) -> String {
        var bytes = Array(text.utf8)
        let pieces = [
            "\t", ": ", "- ", "{", "}", "[", "]", "\"", "'", "*", "&a ", "!t ", "#", "\n", "|", ">", "? ", "~", "%",
        ]
        for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            let end = min(bytes.count, place + Int.random(in: 1...12, using: &random))
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes.remove(at: place)
            case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 2: bytes.insert(contentsOf: (pieces.randomElement(using: &random) ?? "").utf8, at: place)
            case 3: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
            default: bytes.removeSubrange(place..<end)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Numbers that are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        self.state ^= self.state << 13
        self.state ^= self.state >> 7
        self.state ^= self.state << 17
        return self.state
    }
}
