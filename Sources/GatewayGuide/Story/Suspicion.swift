/// One suspected cause with its evidence.
public struct Suspicion: Codable, Hashable, Sendable {
    public var cause: Cause
    /// Between 0 and 1; all suspicions of a diagnosis together make 1.
    public var confidence: Double
    /// What speaks for it.
    public var supporting: [String]
    /// What speaks against it.
    public var against: [String]

    /// The confidence as a word.
    public var likelihood: String {
        switch self.confidence {
        case 0.6...: "very likely"
        case 0.35..<0.6: "likely"
        case 0.15..<0.35: "possible"
        default: "unlikely"
        }
    }
}
