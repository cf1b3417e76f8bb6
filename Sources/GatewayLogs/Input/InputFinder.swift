import Foundation

/// Finds the files behind the names on the command line: files as they are, directories with all that is in them.
///
/// A file is taken once, however many names and links lead to it, so a circle of links ends.
struct InputFinder {
    /// More files than this are not a directory of logs.
    private static let mostFiles = 100_000
    private static let deepest = 32

    private(set) var files: [InputFile] = []
    /// Configurations of nginx, which say how logs beside them are written.
    private(set) var configurations: [String] = []
    private(set) var problems: [InputProblem] = []
    private var seen: Set<FileBytes.Identity> = []

    mutating func find(_ paths: [String]) {
        for path in paths { self.take(path, depth: 0, isNamed: true) }
    }

    private mutating func take(_ path: String, depth: Int, isNamed: Bool) {
        guard path != "-" else {
            if !self.files.contains(where: \.isStandardInput) { self.files.append(.standardInput) }
            return
        }
        guard self.files.count < Self.mostFiles, depth < Self.deepest else {
            return self.tell(path, "not read: there are too many files, or directories too deep")
        }
        // Inside a directory only files and directories are opened: to open a pipe is to wait for its writer.
        if !isNamed, !Self.isFileOrDirectory(path) { return }
        let file: FileBytes
        do { file = try FileBytes(path: path) } catch { return self.tell(path, error.message) }
        guard self.seen.insert(file.identity).inserted else { return }
        guard file.isDirectory else {
            if file.isRegular, NginxConfReader.isConfiguration(path) { return self.configurations.append(path) }
            return self.add(path, file)
        }
        do {
            let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
            for name in names where !name.hasPrefix(".") {
                self.take((path as NSString).appendingPathComponent(name), depth: depth + 1, isNamed: false)
            }
        } catch { self.tell(path, "cannot be listed") }
    }

    private static func isFileOrDirectory(_ path: String) -> Bool {
        // What cannot be looked at is opened all the same, so that the reason is told; so are links that lead nowhere.
        Self.type(of: path).map { $0 == .typeRegular || $0 == .typeDirectory || $0 == .typeSymbolicLink } ?? true
    }

    static func isRegularFile(_ path: String) -> Bool { Self.type(of: path) == .typeRegular }

    private static func type(of path: String) -> FileAttributeType? {
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        return try? FileManager.default.attributesOfItem(atPath: real)[.type] as? FileAttributeType
    }

    private mutating func add(_ path: String, _ file: FileBytes) {
        do { self.files.append(try InputFile.look(at: path, file)) } catch { self.tell(path, error.message) }
    }

    private mutating func tell(_ path: String, _ message: String) {
        self.problems.append(InputProblem(place: path, message: message))
    }
}
