import Foundation

/// Reads configurations of nginx with the files that they include, as far as logs need it.
///
/// Bounded: so many files, bytes and levels, and every file once, so that an include of itself ends. What an include
/// leads to and cannot be read is a remark: a configuration that was copied from another machine lacks some files.
struct NginxConfReader {
    private static let mostFiles = 2000
    private static let mostBytes = 64 << 20
    private static let longestFile = 4 << 20
    private static let deepest = 16
    private static let mostRemarks = 20

    private(set) var formats = NginxLogFormats()
    /// What could not be used, in sentences.
    private(set) var remarks: [String] = []
    /// Configurations that were asked for by name and could not be read.
    private(set) var problems: [InputProblem] = []
    private var seen: Set<FileBytes.Identity> = []
    private var bytes = 0

    /// - Parameter named: by somebody who wants to know when they cannot be read.
    init(named: [String], found: [String]) {
        for path in named {
            do { try self.read(path, folder: Self.folder(of: path), depth: 0) } catch {
                self.problems.append(InputProblem(place: path, message: error.message))
            }
        }
        for path in found { self.tryRead(path, folder: Self.folder(of: path), depth: 0) }
        guard !named.isEmpty, self.problems.isEmpty, self.formats.formats.isEmpty else { return }
        self.remark("No log_format is in \(named.joined(separator: ", ")) or what it includes.")
    }

    /// Whether a file is a configuration of nginx, and no log.
    static func isConfiguration(_ path: String) -> Bool {
        guard path.hasSuffix(".conf"), let file = try? FileBytes(path: path), file.isRegular,
            let bytes = try? Self.content(of: file)
        else { return false }
        let names: Set<String> = ["http", "server", "events", "log_format", "access_log", "upstream", "location"]
        return NginxDirectives.read(bytes).contains { names.contains($0.name) }
    }

    private mutating func tryRead(_ path: String, folder: String, depth: Int) {
        do { try self.read(path, folder: folder, depth: depth) } catch {
            self.remark("\(path): \(error.message); formats that it defines are not known.")
        }
    }

    private mutating func read(_ path: String, folder: String, depth: Int) throws(InputProblem) {
        let file = try FileBytes(path: path)
        guard !file.isDirectory else { throw InputProblem(place: path, message: "is a directory") }
        guard self.seen.insert(file.identity).inserted else { return }
        guard self.seen.count <= Self.mostFiles, self.bytes <= Self.mostBytes else {
            throw InputProblem(place: path, message: "not read: the configuration has too many files")
        }
        let content = try Self.content(of: file)
        self.bytes += content.count
        let directives = NginxDirectives.read(content)
        for remark in self.formats.take(directives, of: path) { self.remark(remark) }
        for directive in directives where directive.name == "include" {
            guard let pattern = directive.arguments.first else { continue }
            guard depth < Self.deepest else {
                throw InputProblem(place: path, message: "includes are nested too deeply")
            }
            self.include(pattern, folder: folder, depth: depth)
        }
    }

    private mutating func include(_ pattern: String, folder: String, depth: Int) {
        let full = pattern.hasPrefix("/") ? pattern : (folder as NSString).appendingPathComponent(pattern)
        // A pattern may fit nothing, a name may not.
        guard FilePattern.isPattern(full) else { return self.tryRead(full, folder: folder, depth: depth + 1) }
        for path in Self.files(fitting: full) { self.tryRead(path, folder: folder, depth: depth + 1) }
    }

    private static func folder(of path: String) -> String {
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }

    /// The regular files behind a pattern, in order of their names.
    private static func files(fitting path: String) -> [String] {
        var found = [path.hasPrefix("/") ? "/" : "."]
        for part in path.split(separator: "/") {
            let isPattern = FilePattern.isPattern(part)
            let pattern = FilePattern(part)
            var next: [String] = []
            for folder in found {
                let names = isPattern ? (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] : []
                let fitting = isPattern ? names.filter { pattern.fits($0) }.sorted() : [String(part)]
                next += fitting.map { (folder as NSString).appendingPathComponent($0) }
            }
            found = Array(next.prefix(Self.mostFiles))
        }
        return found.filter { InputFinder.isRegularFile($0) }
    }

    private static func content(of file: FileBytes) throws(InputProblem) -> [UInt8] {
        var bytes = [UInt8](
            repeating: 0,
            count: file.isRegular ? min(file.size, Self.longestFile) + 1 : Self.longestFile
        )
        var filled = 0
        while filled < bytes.count {
            let count = try file.read(into: &bytes, at: filled, count: bytes.count - filled)
            if count == 0 { break }
            filled += count
        }
        guard filled < Self.longestFile else {
            throw InputProblem(place: "", message: "is too large for a configuration of nginx")
        }
        return Array(bytes.prefix(filled))
    }

    private mutating func remark(_ text: String) {
        if self.remarks.count < Self.mostRemarks, !self.remarks.contains(text) { self.remarks.append(text) }
    }
}
