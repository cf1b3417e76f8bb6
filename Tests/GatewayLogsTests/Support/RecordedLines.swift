import Foundation

/// The lines of a recording by the scenario that they are about, found without the reader that is to be tested.
struct RecordedLines {
    /// Paths by file and number of the line.
    private var paths: [String: [Int: String]] = [:]
    private var lines: [String: [String]] = [:]

    init(_ recording: Recording) throws {
        for file in recording.files {
            let marks = try Self.marks(beside: file)
            var number = 0
            for line in try Recording.text(of: file).split(separator: "\n", omittingEmptySubsequences: false) {
                number += 1
                guard let path = Self.path(in: line) ?? marks.first(where: { number <= $0.count })?.path else {
                    continue
                }
                self.paths[file, default: [:]][number] = path
                self.lines[path, default: []].append(String(line))
            }
        }
    }

    var asked: Set<String> { Set(self.lines.keys) }

    func path(of file: String, line: Int) -> String? { self.paths[file]?[line] }

    /// What the log says about the failure: the shapes of its lines, each once.
    ///
    /// Of an error log only its own lines count: an access log adds what the client was answered. Where there is none, and a
    /// line with the status of a failure, a line with a better status is about an exchange before.
    func evidence(of path: String) -> [String] {
        let lines = self.lines[path] ?? []
        let messages = lines.filter { Self.status(in: $0) == nil }
        let failed = lines.filter { Self.status(in: $0).map { $0 < 100 || $0 >= 500 } ?? true }
        var shapes: [String] = []
        for line in !messages.isEmpty ? messages : !failed.isEmpty ? failed : lines {
            let shape = LineShape.of(line, name: String(path.dropFirst()))
            if !shapes.contains(shape) { shapes.append(shape) }
        }
        return shapes
    }

    /// In the request line, or as a member of a JSON line.
    private static func path(in line: Substring) -> String? {
        let request = #/"(?:GET|POST) (?:http:\/\/[a-z]+)?(\/[a-z0-9-]+) HTTP\/1\.1"/#
        if let found = line.firstMatch(of: request) { return String(found.1) }
        return line.firstMatch(of: #/"(?:uri|path)":"(\/[a-z0-9-]+)"/#).map { String($0.1) }
    }

    private static func status(in line: String) -> Int? {
        if let found = line.firstMatch(of: #/HTTP\/1\.1" ([0-9]{3}) /#) { return Int(found.1) }
        if let found = line.firstMatch(of: #/"(?:status|response_code)":([0-9]+)/#) { return Int(found.1) }
        return line.firstMatch(of: #/\/-?[0-9]+ ([0-9]{3}) [0-9]/#).flatMap { Int($0.1) }
    }

    /// How many lines a log without paths had after each scenario, which were asked for one by one.
    private static func marks(beside file: String) throws -> [(path: String, count: Int)] {
        guard file.hasPrefix("httpd"), file.hasSuffix(".error.txt") else { return [] }
        return try Recording.text(of: file.replacing(".error.txt", with: ".marks.txt")).split(separator: "\n").map {
            line in
            let words = line.split(separator: " ")
            return (String(words[0]), Int(words[1]) ?? 0)
        }
    }
}
