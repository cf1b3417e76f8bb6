/// Something about an input that could not be read as it should, with its place; the rest is analysed all the same.
public struct InputProblem: Error, Hashable, Sendable, Encodable {
    /// The file, or "standard input".
    public var place: String
    /// What is wrong and what to do, in one sentence.
    public var message: String

    public init(place: String, message: String) {
        self.place = place
        self.message = message
    }
}
