/// A `log_format` of a configuration: its name, and how its lines are made.
struct NginxLogFormat: Hashable, Sendable {
    var name: String
    var template: LineTemplate
}
