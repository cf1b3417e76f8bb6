/// What is to be analysed, and how.
public struct LogRequest: Sendable {
    /// Files, directories, and `-` for standard input.
    public var paths: [String]
    /// The format of every input; recognised where it is nil.
    public var format: LogFormat?
    /// nginx's `log_format` or Apache's `LogFormat`, for access logs that no other dialect reads.
    public var template: LineTemplate?
    /// Configurations of nginx that say how access logs are written.
    public var nginxConfigurations: [String] = []
    /// Milliseconds since 1970; lines outside are not counted.
    public var since = Int64.min
    public var until = Int64.max
    /// How many workers read at once.
    public var jobs = 1
    /// Called for every line that failed, in order where there is one worker.
    public var onHit: (@Sendable (LineHit) -> Void)?
    /// The year of lines that do not write one.
    public var year = 1970

    public init(paths: [String]) { self.paths = paths }
}
