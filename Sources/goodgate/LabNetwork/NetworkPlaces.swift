import Foundation
import GatewayLab

/// The namespaces of a run and the files that belong to them: made, and taken away again.
///
/// Blocks; not for a thread of the concurrency runtime.
struct NetworkPlaces: Sendable {
    let tools: NetworkTools
    let names: NetworkNames

    /// What `ip netns exec` puts in the place of the machine's `/etc`, a folder for each namespace.
    private static let files = "/etc/netns"
    private static let namespaces = "/run/netns"

    /// Makes the network of a case; stops at the first step that fails, and before one when `isWanted` says no more.
    func make(_ network: NetworkCase, while isWanted: () -> Bool) throws {
        let plan = NetworkPlan(network, self.names)
        for step in plan.steps {
            guard isWanted() else { return }
            try self.tools.perform(step)
        }
        try self.write(plan.files)
    }

    private func write(_ files: [String: String]) throws {
        var files = files
        if let text = Self.nameServices { files["nsswitch.conf"] = text }
        let folder = "\(Self.files)/\(self.names.visitor)"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for (name, text) in files { try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)")) }
        } catch {
            throw Failure(.failure, "cannot write to \(folder)", fix: "let root write to \(Self.files)")
        }
        for name in files.keys where !FileManager.default.fileExists(atPath: "/etc/\(name)") {
            // It is put over the machine's, which has to be there.
            throw Failure(.failure, "/etc/\(name) is missing or leads nowhere", fix: "make an empty file of that name")
        }
    }

    /// The machine's own way to look names up, without the services that would ask the machine's network.
    private static var nameServices: String? {
        guard let text = try? String(contentsOfFile: "/etc/nsswitch.conf", encoding: .utf8) else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return (lines.filter { !$0.hasPrefix("hosts:") } + ["hosts: files dns", ""]).joined(separator: "\n")
    }

    /// Ends whatever runs inside, and takes everything away; what is not there is no failure.
    func remove() {
        for name in self.names.all {
            for process in self.tools.processes(in: name) { kill(process, SIGKILL) }
            try? self.tools.perform(.ip(["netns", "del", name]))
            try? FileManager.default.removeItem(atPath: "\(Self.files)/\(name)")
        }
        // Nobody's while it is empty; it stays where it is not.
        rmdir(Self.files)
    }

    // MARK: - Other runs

    /// Every run of which something is there.
    static func found() -> [NetworkNames] {
        let entries = [Self.files, Self.namespaces].flatMap {
            (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? []
        }
        return Set(entries.compactMap { NetworkNames(of: $0) }).sorted { $0.visitor < $1.visitor }
    }
}
