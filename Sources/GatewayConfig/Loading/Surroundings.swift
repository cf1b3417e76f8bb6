import Foundation

/// What a configuration depends on besides its text: the machine and the files that it names.
struct Surroundings: Sendable {
    /// Where relative paths begin.
    var directory: String
    var processors: Int
    /// Already a token that may stand in a field.
    var hostName: String

    /// Those of this process, for a configuration file.
    static func current(file: String) -> Surroundings {
        let parent = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? ""
        return Surroundings(
            directory: file.hasPrefix("/") && parent.isEmpty ? "/" : parent,
            processors: max(1, min(ProcessInfo.processInfo.activeProcessorCount, 1024)),
            hostName: Self.machineName()
        )
    }

    func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), !self.directory.isEmpty else { return path }
        return self.directory.hasSuffix("/") ? self.directory + path : "\(self.directory)/\(path)"
    }

    func isDirectory(_ path: String) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: (path as NSString).resolvingSymlinksInPath)
        return attributes?[.type] as? FileAttributeType == .typeDirectory
    }

    /// The first line of a small file.
    func secret(_ path: String) throws(ValueError) -> String {
        let text = try FileText.read(path, limit: 4096)
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The kernel's name for the machine.
    ///
    /// Foundation's own would ask DNS, which may take seconds.
    private static func machineName() -> String {
        let text = (try? FileText.read("/proc/sys/kernel/hostname", limit: 4096)) ?? ""
        let name = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return (try? WordText.name(name, marks: ".-_")) ?? "goodgate"
    }
}
