import ArgumentParser
import Foundation
import GatewayReactor
import UnixSignals

/// `goodgate top`: how a running gateway does, live.
struct TopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "top",
        abstract: "Show routes and endpoints of a running gateway, live.",
        discussion: CommandHelp.text(
            "Requests, errors, availability and latency by route, state and load by endpoint, faults by the party that "
                + "caused them, and what was prevented; whatever needs looking at comes first. On a terminal it draws "
                + "in place until Ctrl-C; elsewhere it prints one picture after the other. Rates are those between two "
                + "readings, totals those since the gateway's start.",
            examples: ["goodgate top", "goodgate top --once --json", "goodgate top --admin unix:/run/gate.sock"],
            exits: [.success, .usage, .unavailable, .failure]
        )
    )

    @OptionGroup var gateway: AdminOptions

    @Option(help: ArgumentHelp("Seconds between two readings, 0.1 to 3600.", valueName: "SECONDS"))
    var interval = 2.0

    @Flag(help: "Print one picture, of two readings an interval apart, and end.")
    var once = false

    @Flag(help: "Print JSON: one value a line, or one in all with --once.")
    var json = false

    func validate() throws {
        guard (0.1...3600).contains(self.interval) else {
            throw ValidationError("--interval is a number of seconds from 0.1 to 3600.")
        }
    }

    func run() async throws {
        try await self.reporting {
            let watch = TopWatch(
                client: try self.gateway.client(),
                title: self.gateway.admin,
                interval: .milliseconds(Int64((self.interval * 1000).rounded())),
                form: self.json ? .json : TerminalSize.ofOutput != nil && !self.once ? .screen : .text
            )
            if self.once { return try await watch.showOnce() }
            let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await watch.show() }
                group.addTask { for await _ in signals { break } }
                defer { group.cancelAll() }
                try await group.next()
            }
        }
    }
}
