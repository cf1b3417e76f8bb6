import ArgumentParser
import Foundation
import GatewayReactor

/// `goodgate upgrade`: makes a running gateway start its file anew.
struct UpgradeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upgrade",
        abstract: "Put a replaced program file into use without refusing a client.",
        discussion: CommandHelp.text(
            "Asks a running `goodgate serve` to start the program at its path anew, with the same arguments, and to "
                + "leave the listening sockets to it. The old process ends when it has finished what runs. When the new "
                + "program or its configuration is wrong, the old one goes on and says why. The same as SIGUSR2, after "
                + "a check that the process knows it. How it went stands in the log of the running gateway.",
            examples: ["goodgate upgrade --pid 4711", "goodgate upgrade --pid \"$(cat /run/goodgate.pid)\""],
            exits: [.success, .no, .usage, .unavailable]
        )
    )

    @Option(help: ArgumentHelp("Process of the running gateway.", valueName: "N"))
    var pid: Int32

    mutating func validate() throws {
        guard self.pid > 1 else { throw ValidationError("`--pid` is the number of a process.") }
    }

    func run() async throws {
        try await self.reporting {
            guard let status = FileManager.default.contents(atPath: "/proc/\(self.pid)/status") else {
                throw Failure(.unavailable, "there is no process \(self.pid)")
            }
            // The signal ends a program that does not know it.
            guard Self.isGateway(String(decoding: status, as: UTF8.self)) else {
                throw Failure(
                    .no,
                    "process \(self.pid) is no `goodgate serve` that can be upgraded",
                    fix: "see which it is with `pgrep -af 'goodgate serve'`"
                )
            }
            do throws(SystemError) {
                try ChildProgram.requestUpgrade(of: self.pid)
            } catch {
                throw Failure(.no, "cannot signal process \(self.pid): \(Errno.name(error.errno))")
            }
            Console.write("process \(self.pid) was asked to hand over; its log says how it went\n")
        }
    }

    /// By name and by the signals it has a handler for; both as proc(5) has them.
    private static func isGateway(_ status: String) -> Bool {
        var fields: [Substring: Substring] = [:]
        for line in status.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { fields[parts[0]] = parts[1] }
        }
        func mask(_ name: Substring) -> UInt64 {
            UInt64((fields[name] ?? "").trimmingCharacters(in: .whitespaces), radix: 16) ?? 0
        }
        let name = (fields["Name"] ?? "").trimmingCharacters(in: .whitespaces)
        return name.hasPrefix("goodgate") && (mask("SigCgt") >> UInt64(SIGUSR2 - 1)) & 1 == 1
    }
}
