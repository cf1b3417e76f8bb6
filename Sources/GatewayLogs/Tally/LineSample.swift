/// A line that stands for others of its kind, with its place.
struct LineSample: Sendable {
    var place: LinePlace
    var text: String

    static let longest = 500
}
