import Foundation
import GatewayConfig
import GatewayControl
import GatewayGuide
import GatewayPlane

/// What a serving gateway says on standard error: sentences for people, or a JSON object a line.
struct ServeVoice: Sendable {
    let json: Bool

    private struct Event: Encodable {
        let event: String
        var version: String?
        var listening: [String]?
        var admin: String?
        var workers: Int?
        var routes: [String]?
        var seconds: Double?
        var changes: [String]?
        var notes: [String]?
        var problems: [String]?
        var message: String?
        var process: Int32?
    }

    func started(_ running: RunningGateway, configuration: Configuration) {
        let addresses = running.gateway.addresses
        let routes = configuration.routes.map(Self.route)
        guard !self.json else {
            return self.say(
                Event(
                    event: "started",
                    version: ProgramVersion.text,
                    listening: addresses,
                    admin: running.adminAddress,
                    workers: configuration.workers,
                    routes: routes
                )
            )
        }
        var lines = ["Good Gateway \(ProgramVersion.text)"]
        let encrypted = running.gateway.encryptedAddresses
        lines += addresses.map { "  listening on  \(encrypted.contains($0) ? "https://\($0)" : Self.url($0))" }
        lines.append("  admin         \(running.adminAddress.map(Self.url) ?? "off")")
        lines += routes.prefix(10).map { "  serves        \($0)" }
        if routes.count > 10 { lines.append("  serves        … and \(routes.count - 10) routes more") }
        let drain = configuration.drainTimeout.value
        let limit = drain.isOff ? "" : " for up to \(drain)"
        lines.append("  Ctrl-C finishes what runs\(limit); again ends at once")
        self.say(lines)
    }

    func warned(_ problems: [Problem]) {
        guard !problems.isEmpty else { return }
        guard self.json else { return Console.error(ProblemReport(problems).text) }
        self.say(Event(event: "warned", problems: Self.lines(problems)))
    }

    func reloaded(_ outcome: ReloadOutcome) {
        switch outcome {
        case .applied(let generation, let changes, let notes, let warnings):
            self.warned(warnings)
            guard !self.json else {
                return self.say(Event(event: "reloaded", changes: changes, notes: notes))
            }
            let count = changes.count == 1 ? "1 change" : "\(changes.count) changes"
            let what = changes.isEmpty ? "nothing changed" : count
            self.say(["reloaded (configuration \(generation)): \(what)"] + changes.map { "  \($0)" } + notes)
        case .refused(let problems):
            guard !self.json else {
                return self.say(Event(event: "reload_refused", problems: Self.lines(problems)))
            }
            Console.error(ProblemReport(problems).text)
            self.say(["not reloaded: \(ProblemReport(problems).summary); the old configuration stays in force"])
        }
    }

    func draining(_ limit: Milliseconds) {
        guard !self.json else { return self.say(Event(event: "draining", seconds: Double(limit.count) / 1000)) }
        self.say(["draining: takes nothing new, finishes what runs\(limit.isOff ? "" : " for up to \(limit)")"])
    }

    func handedOver(to process: Int32, _ limit: Milliseconds) {
        guard !self.json else {
            return self.say(Event(event: "handed_over", seconds: Double(limit.count) / 1000, process: process))
        }
        let time = limit.isOff ? "" : " for up to \(limit)"
        self.say(["upgraded: process \(process) serves now; this one finishes what it has\(time)"])
    }

    func said(_ event: String, _ sentence: String) {
        guard !self.json else { return self.say(Event(event: event, message: sentence)) }
        self.say([sentence])
    }

    private func say(_ event: Event) { Console.error(JSONOutput.line(event)) }

    private func say(_ lines: [String]) {
        Console.error(lines.map { Escape.terminal($0) + "\n" }.joined())
    }

    private static func lines(_ problems: [Problem]) -> [String] {
        problems.map { [$0.location.map { "\($0):" }, $0.message, $0.fix].compactMap { $0 }.joined(separator: " ") }
    }

    private static func url(_ address: String) -> String {
        address.hasPrefix("unix:") ? address : "http://\(address)"
    }

    private static func route(_ route: Route) -> String {
        "\(route.match) → \(route.endpoints.map(\.description).joined(separator: ", "))"
    }
}
