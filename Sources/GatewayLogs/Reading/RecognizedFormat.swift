/// What an input turned out to be.
struct RecognizedFormat: Hashable, Sendable {
    var format: LogFormat
    /// The `log_format` of a configuration, where the format is `template` and none was given by hand.
    var log: NginxLogFormat?
}
