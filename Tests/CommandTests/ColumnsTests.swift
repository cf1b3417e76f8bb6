import Foundation
import GatewayLab
import Testing

@testable import goodgate

/// How wide prose is written.
struct ColumnsTests {
    @Test(
        arguments: [
            (false, "60", 132, 80), (true, nil, 72, 72), (true, nil, nil, 80), (true, "60", 72, 60),
            (true, nil, 300, 100),
            (true, "500", 72, 100), (true, "0", 72, 72), (true, "-3", 72, 72), (true, "wide", 72, 72),
            (true, "", 72, 72),
            (true, "7", 72, 40),
        ] as [(Bool, String?, Int?, Int)]
    )
    func theUserThenTheTerminalDecide(_ isTerminal: Bool, _ variable: String?, _ terminal: Int?, _ expected: Int) {
        #expect(Console.columns(isTerminal: isTerminal, variable: variable, terminal: terminal) == expected)
    }

    private func advice(_ lab: Lab, columns: Int, _ more: [String: String] = [:]) async throws -> [String] {
        let terminal = try Terminal(rows: 200, columns: columns)
        let child = try ChildProcess(
            Program.path,
            ["diagnose", "--no-active", "\(lab.address.url)/garbage"],
            environment: ["TERM": "dumb", "PATH": "/usr/bin:/bin"].merging(more) { _, new in new },
            output: terminal.path,
            errors: terminal.path
        )
        try await until("the end") { child.status != nil }
        let lines = terminal.text.split(whereSeparator: \.isNewline).map(String.init)
        let from = try #require(lines.firstIndex { $0 == "What to do" })
        return lines[(from + 1)...].prefix { $0.hasPrefix(" ") }.map { $0 }
    }

    @Test func adviceIsAsWideAsTheTerminal() async throws {
        try await withLab { lab in
            let narrow = try await self.advice(lab, columns: 50)
            let wide = try await self.advice(lab, columns: 100)
            #expect(narrow.count > wide.count)
            #expect(wide.allSatisfy { $0.count <= 100 })
            #expect(try await self.advice(lab, columns: 100, ["COLUMNS": "50"]) == narrow)
        }
    }
}
