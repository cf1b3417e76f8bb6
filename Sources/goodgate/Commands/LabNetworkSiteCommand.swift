import ArgumentParser
import Foundation
import GatewayLab
import GatewayReactor

/// `goodgate lab network-site`: the site's side of `goodgate lab network`, which starts it in the site's namespace.
struct LabNetworkSiteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "network-site",
        abstract: "Serve the site of a case (started by `goodgate lab network`).",
        shouldDisplay: false
    )

    @Argument var name: String
    /// The descriptor of the line to who started it.
    @Option var line: Int32

    func run() async throws {
        try await self.reporting {
            guard let network = NetworkCases.named(self.name) else {
                throw Failure(.usage, "there is no case `\(self.name)`")
            }
            // Ctrl-C is for the visitor; the site stays until the line is closed.
            for number in [SIGINT, SIGQUIT, SIGHUP] { signal(number, SIG_IGN) }
            let line = try HandoverChannel(inherited: self.line)
            let server = try await NetworkSiteServer.start(network)
            line.send(NetworkSiteProcess.ready)
            await Self.wait(line)
            await server.stop()
        }
    }

    /// Until the other end is closed, on a thread that may wait.
    private static func wait(_ line: consuming HandoverChannel) async {
        let line = Line(line)
        await withCheckedContinuation { done in
            Thread.detachNewThread {
                while line.value.receive(milliseconds: -1) != .gone {}
                done.resume()
            }
        }
    }

    /// Carries the line to that thread.
    private final class Line: Sendable {
        let value: HandoverChannel
        init(_ value: consuming HandoverChannel) { self.value = value }
    }
}
