/// Collects the problems of one load, in any order, and gives them in the order of the file.
struct ProblemLog {
    private(set) var problems: [Problem] = []
    private(set) var errorCount = 0
    private let lines: [Substring.UTF8View]

    /// `text` is the configuration that places refer to.
    init(text: String = "") {
        self.lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    }

    private var dropped = 0

    /// Whether further problems are only counted; finding a fix for them would cost time and show nothing.
    var isFull: Bool { self.problems.count >= DocumentLimits.keptProblems }

    var hasErrors: Bool { self.errorCount > 0 }

    mutating func error(_ origin: SettingOrigin, key: String, _ message: String, fix: String? = nil) {
        self.add(.error, origin, key: key, message, fix: fix)
    }

    mutating func error(_ origin: SettingOrigin, key: String, _ error: ValueError) {
        self.add(.error, origin, key: key, error.message, fix: error.fix)
    }

    mutating func warning(_ origin: SettingOrigin, key: String, _ message: String, fix: String? = nil) {
        self.add(.warning, origin, key: key, message, fix: fix)
    }

    /// By line and column; what has no place comes first.
    func sorted() -> [Problem] {
        let order = self.problems.enumerated().sorted { left, right in
            let (a, b) = (left.element.location, right.element.location)
            return (a?.line ?? 0, a?.column ?? 0, left.offset) < (b?.line ?? 0, b?.column ?? 0, right.offset)
        }
        let shown = order.prefix(DocumentLimits.problems).map(\.element)
        let rest = order.count - shown.count + self.dropped
        guard rest > 0 else { return shown }
        let severity: Problem.Severity = self.hasErrors ? .error : .warning
        return shown + [Problem(severity, message: "\(rest) more problems are not shown")]
    }

    private mutating func add(
        _ severity: Problem.Severity,
        _ origin: SettingOrigin,
        key: String,
        _ message: String,
        fix: String?
    ) {
        if severity == .error { self.errorCount += 1 }
        guard !self.isFull else {
            self.dropped += 1
            return
        }
        let place = origin.location
        let (line, caret) = place.map { self.line(at: $0, key: key) } ?? (nil, 0)
        let key = if case .flag(let name) = origin { name } else { key }
        let problem = Problem(severity, place, key, message, fix, line, caret: caret)
        self.problems.append(problem)
    }

    /// The text of a line without what may be a secret, and how much of it stands before the place; no text when there
    /// is none or it is too long to help.
    private func line(at place: SourceLocation, key: String) -> (String?, Int) {
        guard self.lines.indices.contains(place.line - 1), self.lines[place.line - 1].count <= 200 else {
            return (nil, 0)
        }
        var line = Substring(self.lines[place.line - 1]).unicodeScalars
        if line.last == "\r" { line = line.dropLast() }
        let caret = String(line.prefix(place.column - 1)).visible(limit: 200).unicodeScalars.count
        let text = String(line)
        let lower = text.lowercased()
        guard Self.mayHoldSecret(lower, key: key), let colon = text.firstIndex(of: ":") else {
            return (text.visible(limit: 200), caret)
        }
        let shown = text[...colon].visible(limit: 200) + " …"
        return (shown, min(caret, shown.unicodeScalars.count - 1))
    }

    /// Whether a line, in lower case, could hold what nobody else should read, also under a misspelled key.
    private static func mayHoldSecret(_ line: String, key: String) -> Bool {
        if key.hasPrefix("admin.") || key.contains(".maintenance.") { return true }
        if key.contains(".balance."), line.contains("stick") || line.contains("secr") { return true }
        if ["token", "secret", "password", "@"].contains(where: { line.contains($0) }) { return true }
        // The cookie that passes maintenance.
        return line.contains("cookie") && (line.contains("=") || line.contains("maintenance"))
    }
}
