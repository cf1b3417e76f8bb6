import Foundation

/// What a configuration depends on besides its text: the machine and the files that it names.
struct Surroundings: Sendable {
    /// Where relative paths begin.
    var directory: String
    var processors: Int
    /// The name this gateway has towards strangers: a token that tells machines apart and no host name.
    var pseudonym: String

    /// Those of this process, for a configuration file.
    static func current(file: String) -> Surroundings {
        let parent = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? ""
        return Surroundings(
            directory: file.hasPrefix("/") && parent.isEmpty ? "/" : parent,
            processors: max(1, min(ProcessInfo.processInfo.activeProcessorCount, 1024)),
            pseudonym: Self.pseudonym()
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

    /// Whether this process may make files there.
    func isWritable(_ path: String) -> Bool { FileManager.default.isWritableFile(atPath: path) }

    /// The first line of a small file.
    func secret(_ path: String) throws(ValueError) -> String {
        let text = try FileText.read(path, limit: 4096)
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// `goodgate-` and six digits made from the kernel's name for the machine.
    ///
    /// RFC 9209 §2 wants the deployment named, §4 warns of telling strangers its inside. Foundation's own host name
    /// would ask DNS, which may take seconds.
    private static func pseudonym() -> String {
        let name = (try? FileText.read("/proc/sys/kernel/hostname", limit: 4096)) ?? ""
        let hash = name.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        let digits = String(hash & 0xFF_FFFF, radix: 16)
        return "goodgate-" + String(repeating: "0", count: 6 - digits.count) + digits
    }
}
