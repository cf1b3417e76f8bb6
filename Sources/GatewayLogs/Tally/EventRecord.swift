/// Something that happened to a process.
struct EventRecord: Sendable {
    var time: Int64
    var event: LogEvent
    var place: LinePlace
    var text: String

    static let longest = 200
}
