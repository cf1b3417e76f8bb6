import ArgumentParser
import GatewayLab

/// `goodgate drill`: whether every place tells the same of every fault.
struct DrillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill",
        abstract: "Provoke every fault and compare what page, header, log, metric and explanation tell.",
        discussion: CommandHelp.text(
            "Starts a lab and a gateway in this process, on ports that the system chooses, and lets every peer and "
                + "every client misbehave once. Then it plays what several requests are needed for: a server that "
                + "restarts, leaves, is slow, unwell or overloaded, or moves; its routes have nothing set but a check, "
                + "and a `truth` says what they must make of it. Takes some seconds.",
            examples: [
                "goodgate drill", "goodgate drill --only truncated-length --verbose",
                "goodgate drill --only restart-gap --only overloaded",
            ],
            exits: [.success, .no, .usage]
        )
    )

    @Option(
        help: ArgumentHelp(
            "One case: a scenario of the lab, or `client/` and a bad request; repeatable.",
            valueName: "NAME"
        ),
        completion: .list(DrillCase.all.map(\.name))
    )
    var only: [String] = []

    @Flag(help: "Tell type, time and id of each.")
    var verbose = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    func run() async throws {
        try await self.reporting {
            let cases = try self.cases()
            if !self.json { Console.error("provoking \(cases.count) faults …\n") }
            let start = ContinuousClock.now
            let house = try await DrillHouse.open()
            let verdicts: [DrillVerdict]
            do {
                verdicts = try await DrillRun(house: house).run(cases)
            } catch {
                await house.close()
                throw error
            }
            await house.close()
            let spent = start.duration(to: .now)
            let report = DrillReport(verdicts: verdicts, seconds: Double(spent.components.seconds) + 0.5)
            Console.write(self.json ? report.json : report.text(verbose: self.verbose))
            guard report.isGood else { throw ExitStatus.no.exitCode }
        }
    }

    private func cases() throws -> [DrillCase] {
        guard !self.only.isEmpty else { return DrillCase.all }
        return try self.only.map { name in
            guard let found = DrillCase.all.first(where: { $0.name == name }) else {
                throw Failure(.usage, "there is no case `\(name)`", fix: "`goodgate drill --json` names all of them")
            }
            return found
        }
    }
}
