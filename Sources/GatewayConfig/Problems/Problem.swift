/// One thing that is wrong with a configuration: where, what, and what to do about it.
public struct Problem: Hashable, Sendable {
    public enum Severity: String, CaseIterable, Hashable, Sendable {
        /// The configuration is not used.
        case error
        /// It is used, but probably does not do what was meant.
        case warning
    }

    public let severity: Severity
    /// nil for a problem of a flag or of the file as a whole.
    public let location: SourceLocation?
    /// The key, as `routes[1].match.host`, or the flag; empty for the file as a whole.
    public let key: String
    public let message: String
    /// What to write instead, when that is known.
    public let fix: String?
    /// The text of the line, so that a report can show it; bounded, without control characters.
    public let sourceLine: String?
    /// How many characters of `sourceLine` stand before the place; the line is escaped, so the column does not say it.
    let caret: Int

    public init(
        _ severity: Severity,
        location: SourceLocation? = nil,
        key: String = "",
        message: String,
        fix: String? = nil,
        sourceLine: String? = nil
    ) {
        self.init(severity, location, key, message, fix, sourceLine, caret: (location?.column ?? 1) - 1)
    }

    init(
        _ severity: Severity,
        _ location: SourceLocation?,
        _ key: String,
        _ message: String,
        _ fix: String?,
        _ sourceLine: String?,
        caret: Int
    ) {
        self.severity = severity
        self.location = location
        self.key = key
        self.message = message
        self.fix = fix
        self.sourceLine = sourceLine
        self.caret = caret
    }
}
