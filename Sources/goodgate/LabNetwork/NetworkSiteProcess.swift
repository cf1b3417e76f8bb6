import Foundation
import GatewayReactor

/// This program once more, as the site in its namespace, for as long as the line to it is open.
final class NetworkSiteProcess: Sendable {
    /// What it says on the line when every port is open.
    static let ready: UInt8 = 1

    private let child: ChildProgram
    private let line: HandoverChannel

    private init(_ child: ChildProgram, _ line: consuming HandoverChannel) {
        self.child = child
        self.line = line
    }

    static func start(_ name: String, in namespace: String, _ tools: NetworkTools) throws -> NetworkSiteProcess {
        let ends = try HandoverChannel.pair()
        let child = try Self.child(name, namespace, tools, ends.theirs)
        return NetworkSiteProcess(child, ends.keepOurs())
    }

    private static func child(
        _ name: String,
        _ namespace: String,
        _ tools: NetworkTools,
        _ line: borrowing HandoverChannel
    ) throws -> ChildProgram {
        let end = try line.inheritable()
        let command = [ProgramFile.atStart().path, "lab", "network-site", name, "--line", "\(end.number)"]
        let (path, arguments) = tools.inside(namespace, command)
        let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
        let child = try ChildProgram(
            path: path,
            arguments: arguments,
            environment: environment,
            descriptors: [end.number]
        )
        // The descriptor has to be open until the child has its copy.
        extendLifetime(end)
        return child
    }

    /// Blocks until it serves; false when it does not within ten seconds.
    ///
    /// What it complains of is on standard error.
    func getsReady() -> Bool { self.line.receive(milliseconds: 10_000) == .byte(Self.ready) }

    /// Ends it; there is nothing that it would have to finish.
    func end() async {
        self.child.kill()
        while self.child.ending() == nil { try? await Task.sleep(for: .milliseconds(5)) }
    }
}
