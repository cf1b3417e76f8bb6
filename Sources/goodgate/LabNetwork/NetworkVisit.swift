import Foundation
import GatewayReactor

#if canImport(Glibc)
import Glibc
#endif

/// A command that runs in the visitor's place, on this terminal.
struct NetworkVisit {
    let tools: NetworkTools
    let namespace: String
    let command: [String]
    let url: String
    let signals: NetworkSignals

    /// How long a command that was asked to end may take.
    private static let patience = Duration.seconds(5)
    /// The machine's proxies cannot be reached from inside.
    private static let proxies: Set<String> = ["http_proxy", "https_proxy", "all_proxy", "ftp_proxy"]

    /// Its exit status, or what a shell says of one that a signal ended.
    func run() async throws -> Int32 {
        let (path, arguments) = self.tools.inside(self.namespace, self.command)
        let child = try ChildProgram(
            path: path,
            arguments: arguments,
            environment: self.environment,
            descriptors: []
        )
        var passedOn = 0
        var asked: ContinuousClock.Instant?
        while true {
            if let ending = child.ending() {
                switch ending {
                case .exited(let status): return status
                case .signalled(let signal): return 128 + signal
                }
            }
            for signal in self.signals.after(passedOn) {
                passedOn += 1
                // What is typed at a terminal goes to everybody in the foreground already.
                let isTyped = signal == SIGINT || signal == SIGQUIT
                if !isTyped || !Self.isForeground { child.send(signal) }
                // One that was interrupted may go on; one that was told to end is made to.
                if !isTyped { asked = asked ?? .now }
            }
            if let asked, asked.duration(to: .now) > Self.patience { child.kill() }
            try? await Task.sleep(for: .milliseconds(10))
        }
    }

    private var environment: [String] {
        var environment = ProcessInfo.processInfo.environment.filter { !Self.proxies.contains($0.key.lowercased()) }
        environment["GOODGATE_LAB_URL"] = self.url
        return environment.map { "\($0.key)=\($0.value)" }
    }

    private static var isForeground: Bool { isatty(0) == 1 && tcgetpgrp(0) == getpgrp() }
}
