/// Something that failures of one cause have in common.
public struct LogPattern: Sendable, Encodable {
    public enum Kind: String, Sendable, Encodable {
        case oneEndpoint = "one_endpoint"
        case oneURL = "one_url"
        case oneMethod = "one_method"
        case oneUpstream = "one_upstream"
        case requestSize = "request_size"
        case responseSize = "response_size"
        case timer
        case period
        case oneBurst = "one_burst"
        case afterIdle = "after_idle"
        case afterEvent = "after_event"
    }

    public var kind: Kind
    public var text: String
    /// The part of the failures that it holds for, 0 to 1.
    public var share: Double
}
