import Foundation
import GatewayReactor
import Testing

@testable import goodgate

/// `goodgate check-url` on a terminal.
struct CheckURLScreenTests {
    /// Who says nothing may do so for as long as a busy machine takes to look at the screen.
    private func start(_ file: URL, on terminal: Terminal, _ more: [String: String] = [:], parallel: Int = 8)
        throws -> ChildProcess
    {
        try ChildProcess(
            Program.path,
            ["check-url", "--timeout", "300s", "--parallel", "\(parallel)", file.path],
            environment: ["TERM": "xterm", "PATH": "/usr/bin:/bin"].merging(more) { _, new in new },
            output: terminal.path,
            errors: terminal.path
        )
    }

    @Test func theBarStandsBelowTheResultsAndLeavesNothingBehind() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "sites.txt")
            let terminal = try Terminal(rows: 24, columns: 160)
            let child: ChildProcess
            do {
                // The kernel takes the connection, and nobody says anything until this is closed.
                let silence = try Listener(.address(.loopbackV4(port: 0)), shared: false)
                let list = "ftp://x/\nhttp://\(silence.address.text)/\n"
                try list.write(to: file, atomically: false, encoding: .utf8)
                child = try self.start(file, on: terminal)
                try await until("the first result") { terminal.screen.lines[1].contains("1 of 2  1 fails") }
                #expect(terminal.screen.lines[0].contains("ftp://x/"))
                #expect(terminal.screen.lines[1].hasPrefix("checking ████████████░"))
                _ = consume silence
            }
            try await until("the end") { child.status != nil }
            #expect(child.status == 1)
            #expect(!terminal.screen.text.contains("checking"))
            #expect(terminal.screen.lines[1].contains("127.0.0.1"))
            #expect(terminal.screen.lines[2] == "0 of 2 are well")
            #expect(terminal.text.contains("\u{1B}[31m"), "a terminal gets colours")
        }
    }

    @Test func aSlowOneHoldsUpNobodyAndComesFirstAllTheSame() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "sites.txt")
            let terminal = try Terminal(rows: 24, columns: 160)
            let child: ChildProcess
            do {
                let silence = try Listener(.address(.loopbackV4(port: 0)), shared: false)
                let list = "http://\(silence.address.text)/\n" + String(repeating: "ftp://x/\n", count: 3)
                try list.write(to: file, atomically: false, encoding: .utf8)
                child = try self.start(file, on: terminal, parallel: 2)
                try await until("all others") { terminal.screen.lines[0].contains("3 of 4  3 fail") }
                _ = consume silence
            }
            try await until("the end") { child.status != nil }
            #expect(terminal.screen.lines[0].contains("127.0.0.1"))
            #expect(terminal.screen.lines[3].contains("ftp://x/"))
        }
    }

    @Test func withoutColoursThereIsABarAndWithoutEraseThereIsNone() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "sites.txt")
            try "ftp://x/\nftp://y/\n".write(to: file, atomically: false, encoding: .utf8)
            let plain = try Terminal(rows: 24, columns: 160)
            let first = try self.start(file, on: plain, ["NO_COLOR": "1"])
            try await until("the end") { first.status != nil }
            #expect(plain.text.contains("checking ") && !plain.text.contains("\u{1B}[3"))
            let dumb = try Terminal(rows: 24, columns: 160)
            let second = try self.start(file, on: dumb, ["TERM": "dumb"])
            try await until("the end") { second.status != nil }
            #expect(!dumb.text.contains("\u{1B}") && !dumb.text.contains("checking"))
        }
    }

    @Test func theLineFitsTheTerminal() {
        var bar = CheckProgressBar(all: 40)
        #expect(bar.text(seconds: 0, columns: 80) == "checking ░░░░░░░░░░░░░░░░░░░░░░░░ 0 of 40")
        for number in 0..<10 { bar.count(isWell: number > 1) }
        #expect(bar.text(seconds: 0.5, columns: 80) == "checking ██████░░░░░░░░░░░░░░░░░░ 10 of 40  2 fail")
        #expect(bar.text(seconds: 5, columns: 80).hasSuffix("10 of 40  2 fail  15 s left"))
        #expect(bar.text(seconds: 5, columns: 40) == "checking 10 of 40  2 fail  15 s left")
        #expect(bar.text(seconds: 5, columns: 20) == "10 of 40  2 fail")
        #expect(bar.text(seconds: 5, columns: 10).isEmpty)
    }
}
