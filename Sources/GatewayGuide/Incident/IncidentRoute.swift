/// Which rule of the configuration an exchange followed.
public struct IncidentRoute: Codable, Hashable, Sendable {
    public var name: String
    /// Its place in the configuration, from 0.
    public var index: Int
    /// "file:line", when it came from a file.
    public var source: String?

    public init(name: String, index: Int, source: String? = nil) {
        self.name = name
        self.index = index
        self.source = source
    }
}
