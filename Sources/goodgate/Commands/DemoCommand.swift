import ArgumentParser
import GatewayLab
import UnixSignals

/// `goodgate demo`: six things to try in a minute.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Show what it does: a gateway in front of servers of which some are broken.",
        discussion: CommandHelp.text(
            "Prints six lines to paste. Ctrl-C ends it. With --check it tries all of them itself and ends.",
            examples: ["goodgate demo", "goodgate demo --port 0 --admin-port 0 --check"],
            exits: [.success, .no, .usage, .unavailable]
        )
    )

    @Option(help: ArgumentHelp("Port of the gateway; another is chosen when it is taken.", valueName: "N"))
    var port: UInt16 = 8080

    @Option(help: ArgumentHelp("Port of the admin API; another is chosen when it is taken.", valueName: "N"))
    var adminPort: UInt16 = 8081

    @Flag(help: "Try the six things, tell which work, and end.")
    var check = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        try await self.reporting {
            let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
            let house = try await DemoHouse.open(port: Int(self.port), adminPort: Int(self.adminPort))
            let front = try AdminClient(house.front, token: nil)
            let admin = try AdminClient(house.admin, token: nil)
            // One failure that has happened already, so that there is something to explain.
            let broken = try await front.get("/broken", accept: "text/plain")
            let things = DemoThing.all(
                front: house.front,
                admin: house.admin,
                incident: broken.fields("x-incident-id").first ?? "",
                program: CommandLine.arguments.first ?? "goodgate"
            )
            let failed = self.check ? try await Self.problems(things, front: front, admin: admin) : []
            self.show(house, things, failed)
            if !self.check {
                for await _ in signals { break }
            }
            await house.close()
            guard failed.allSatisfy({ $0 == nil }) else { throw ExitStatus.no.exitCode }
        }
    }

    private static func problems(
        _ things: [DemoThing],
        front: AdminClient,
        admin: AdminClient
    ) async throws -> [String?] {
        var problems: [String?] = []
        for thing in things { problems.append(try await thing.attempt(front: front, admin: admin)) }
        return problems
    }

    // MARK: - Showing

    private struct Body: Encodable {
        struct Thing: Encodable {
            let title: String
            let line: String
            let works: Bool?
            let problem: String?
        }

        let gateway: String
        let admin: String
        let remarks: [String]
        let things: [Thing]
    }

    private func show(_ house: DemoHouse, _ things: [DemoThing], _ problems: [String?]) {
        for remark in house.remarks { Console.error("goodgate: \(remark)\n") }
        guard !self.json else {
            let shown = things.enumerated().map { index, thing in
                let problem = index < problems.count ? problems[index] : nil
                return Body.Thing(
                    title: thing.title,
                    line: thing.line,
                    works: self.check ? problem == nil : nil,
                    problem: problem
                )
            }
            let body = Body(
                gateway: "http://\(house.front)",
                admin: "http://\(house.admin)",
                remarks: house.remarks,
                things: shown
            )
            return Console.write(JSONOutput.text(body))
        }
        var lines = [
            "\(Console.bold("Good Gateway")) runs at http://\(house.front) in front of servers of which some are broken.",
            "Its admin page is http://\(house.admin). Six things to try:", "",
        ]
        for (index, thing) in things.enumerated() {
            lines.append("\(index + 1). \(thing.title)")
            lines.append("   \(Console.bold(thing.line))")
            if self.check {
                let problem = index < problems.count ? problems[index] : nil
                lines.append("   " + (problem.map { Console.bad("✗ \($0)") } ?? Console.good("✓ works")))
            }
        }
        if !self.check {
            lines += ["", "Every other fault: http://\(house.front)/lab/NAME (`goodgate lab --list`). Ctrl-C ends."]
        }
        Console.write(lines.joined(separator: "\n") + "\n")
    }
}
