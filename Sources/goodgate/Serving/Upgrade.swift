import Foundation
import GatewayControl
import GatewayPlane
import GatewayReactor

/// Starts the program anew, from the file at its path, and leaves the listening sockets to it.
///
/// No client is refused: the sockets are the same ones, so who waits in their queues waits for whoever accepts next.
/// As long as the new program has not said that it is ready, this one serves as if nothing had happened.
struct Upgrade {
    enum Outcome: Sendable {
        /// The new program serves; this one has to finish what it has.
        case handedOver(process: Int32)
        /// Nothing has changed, and why.
        case refused(String)
    }

    let program: ProgramFile
    /// How long the new program may take to get ready.
    var patience = Duration.seconds(10)

    /// - Parameter whenReady: called when the new program is ready and before its turn comes: the last moment to let go
    ///   of what both cannot have.
    func run(_ running: RunningGateway, whenReady: (Int32) async -> Void) async -> Outcome {
        do {
            let sockets = try await running.gateway.handOver()
            let ends = try HandoverChannel.pair()
            let child = try self.start(running, sockets, ends.theirs)
            let line = LineBox(ends.keepOurs())
            switch await line.news(child, within: self.patience) {
            case .byte(Inheritance.ready):
                await whenReady(child.id)
                line.send(Inheritance.yourTurn)
                return .handedOver(process: child.id)
            case .byte, .nothing:
                child.kill()
                await Self.reap(child)
                return .refused("the new program did not get ready within \(self.patience.components.seconds) s")
            case .gone: return .refused(Self.sentence(await Self.reap(child)))
            }
        } catch let error as SystemError {
            return .refused("\(self.program.path): \(error.call) failed (\(Errno.name(error.errno)))")
        } catch {
            return .refused("\(error)")
        }
    }

    private func start(
        _ running: RunningGateway,
        _ sockets: ListenerHandover,
        _ line: borrowing HandoverChannel
    ) throws -> ChildProgram {
        let end = try line.inheritable()
        let note = Inheritance.Note(
            from: ProcessInfo.processInfo.processIdentifier,
            line: end.number,
            sockets: sockets.listeners.map {
                .init(address: $0.configured, descriptor: $0.descriptor, isActivated: $0.isActivated)
            },
            admin: running.adminAddress,
            drained: running.gateway.drainedEndpoints.sorted()
        )
        var environment = ProcessInfo.processInfo.environment
        environment[Inheritance.variable] = String(decoding: try JSONEncoder().encode(note), as: UTF8.self)
        // It names this process; the new one is the one that the manager watches from then on.
        environment["WATCHDOG_PID"] = nil
        // The sockets go over under other numbers.
        for variable in ActivatedSockets.variables { environment[variable] = nil }
        // The descriptors have to be open until the child has its copies.
        return try withExtendedLifetime(sockets) {
            let child = try ChildProgram(
                path: self.program.path,
                arguments: CommandLine.arguments,
                environment: environment.map { "\($0.key)=\($0.value)" },
                descriptors: sockets.listeners.map(\.descriptor) + [end.number]
            )
            extendLifetime(end)
            return child
        }
    }

    /// Waits for the end of a child that has closed its line or was killed, so that no zombie stays.
    @discardableResult
    private static func reap(_ child: ChildProgram) async -> ChildProgram.Ending? {
        for _ in 0..<200 {
            if let ending = child.ending() { return ending }
            try? await Task.sleep(for: .milliseconds(10))
        }
        child.kill()
        return child.ending()
    }

    private static func sentence(_ ending: ChildProgram.Ending?) -> String {
        switch ending {
        case .exited(let status): "the new program ended with status \(status) before it was ready; its words are above"
        case .signalled(let signal): "the new program was ended by signal \(signal) before it was ready"
        case nil: "the new program let go of the line before it was ready"
        }
    }
}

/// The line, held where waiting for it blocks no thread of the concurrency runtime.
private final class LineBox: Sendable {
    private let line: HandoverChannel

    init(_ line: consuming HandoverChannel) { self.line = line }

    func send(_ byte: UInt8) { self.line.send(byte) }

    func news(_ child: ChildProgram, within patience: Duration) async -> HandoverChannel.News {
        let milliseconds = Int32(clamping: patience.components.seconds * 1000)
        return await withCheckedContinuation { done in
            Thread.detachNewThread { done.resume(returning: self.line.receive(milliseconds: milliseconds)) }
        }
    }
}

/// The file that this program was started from, as whoever replaces it names it.
struct ProgramFile: Sendable {
    let path: String

    /// Found at the start: after the file is replaced, the system calls the running one deleted.
    static func atStart(
        _ name: String = CommandLine.arguments.first ?? "",
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> ProgramFile {
        let files = FileManager.default
        if name.contains("/") {
            let path = name.hasPrefix("/") ? name : files.currentDirectoryPath + "/" + name
            if files.isExecutableFile(atPath: path) { return ProgramFile(path: path) }
        }
        // By the name that was typed, not by what a link points to now: the link is what an upgrade moves.
        for directory in (environment["PATH"] ?? "").split(separator: ":") where !name.isEmpty && !name.contains("/") {
            let path = "\(directory)/\(name)"
            if files.isExecutableFile(atPath: path) { return ProgramFile(path: path) }
        }
        return ProgramFile(path: (try? files.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? name)
    }
}
