import Foundation
import GatewayLab

/// Runs the programs that networks are made with, `ip` and `tc`, one at a time and to their end.
///
/// Blocks; not for a thread of the concurrency runtime.
struct NetworkTools: Sendable {
    private let ip: String
    private let tc: String?

    /// Where the system keeps such programs, which is not in everybody's PATH.
    private static let places = ["/usr/sbin", "/sbin", "/usr/bin", "/bin"]

    static func find() throws -> NetworkTools {
        guard FileManager.default.fileExists(atPath: "/proc/self/ns/net") else {
            throw Failure(
                .unavailable,
                "this kernel has no network namespaces",
                fix: "use one that was built with CONFIG_NET_NS, as those of distributions are"
            )
        }
        guard let ip = Self.program("ip") else {
            throw Failure(.unavailable, "the program `ip` is missing", fix: "install iproute2")
        }
        guard geteuid() == 0 else {
            throw Failure(
                .permission,
                "network namespaces need root",
                fix: "put sudo in front: sudo \(CommandLine.arguments.joined(separator: " "))"
            )
        }
        return NetworkTools(ip: ip, tc: Self.program("tc"))
    }

    /// The file of a program; nil when nothing of that name can be run.
    static func program(_ name: String) -> String? {
        let files = FileManager.default
        guard !name.contains("/") else { return files.isExecutableFile(atPath: name) ? name : nil }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = path.split(separator: ":").map(String.init) + Self.places
        return folders.map { "\($0)/\(name)" }.first { files.isExecutableFile(atPath: $0) }
    }

    /// Path and arguments of a program that is to run inside a namespace.
    func inside(_ namespace: String, _ command: [String]) -> (path: String, arguments: [String]) {
        (self.ip, ["ip", "netns", "exec", namespace] + command)
    }

    func perform(_ step: NetworkStep) throws {
        switch step {
        case .ip(let words):
            let done = try Self.run(self.ip, words)
            guard done.status == 0 else { throw Self.refusal("ip", words, done.errors) }
        case .tc(let words, let module):
            guard let tc = self.tc else {
                throw Failure(.unavailable, "the program `tc` is missing", fix: "install iproute2")
            }
            let done = try Self.run(tc, words)
            guard done.status == 0 else {
                throw Failure(
                    .unavailable,
                    "this case needs \(module) in the kernel, which does not have it (\(Self.line(done.errors)))",
                    fix: "load it (modprobe \(module)), or choose another case"
                )
            }
        case .settings(let namespace, let values):
            // Written by a process inside, because /proc/sys/net is that of whoever looks at it.
            let lines = values.sorted { $0.key < $1.key }.map { "echo '\($0.value)' > /proc/sys/net/\($0.key)" }
            let words = ["netns", "exec", namespace, "sh", "-c", lines.joined(separator: " && ")]
            let done = try Self.run(self.ip, words)
            guard done.status == 0 else { throw Self.refusal("ip", words, done.errors) }
        }
    }

    /// Numbers of the processes inside a namespace.
    func processes(in namespace: String) -> [Int32] {
        guard let done = try? Self.run(self.ip, ["netns", "pids", namespace]), done.status == 0 else { return [] }
        return done.output.split(separator: "\n").compactMap { Int32($0) }
    }

    private static func refusal(_ program: String, _ words: [String], _ errors: String) -> Failure {
        Failure(
            .failure,
            "the kernel refuses `\(([program] + words).joined(separator: " "))`: \(Self.line(errors))",
            fix: "in a container it takes one that may do this, such as docker run --privileged"
        )
    }

    /// The first line that is not empty, without the word that all begin with.
    private static func line(_ errors: String) -> String {
        let first = errors.split(separator: "\n").first.map(String.init) ?? "it does not say why"
        return first.hasPrefix("Error: ") ? String(first.dropFirst(7)) : first
    }

    private static func run(
        _ path: String,
        _ words: [String]
    ) throws -> (status: Int32, output: String, errors: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = words
        let output = Pipe()
        let errors = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        // Neither is ever longer than a pipe holds: one after the other is enough.
        let texts = [output, errors].map {
            String(decoding: (try? $0.fileHandleForReading.readToEnd()) ?? Data(), as: UTF8.self)
        }
        process.waitUntilExit()
        return (process.terminationStatus, texts[0], texts[1])
    }
}
