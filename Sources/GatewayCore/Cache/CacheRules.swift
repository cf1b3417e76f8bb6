public import GatewayConfig

/// A route's cache policy in the units that decisions are made in.
public struct CacheRules: Sendable, Equatable {
    /// Largest content that is kept, bytes.
    public var object: UInt64
    /// Seconds of freshness of a response that says nothing; nil keeps none of those.
    public var defaultFresh: UInt32?
    public var staleIfError: UInt32
    public var staleWhileRevalidate: UInt32
    /// Seconds of freshness of an error that says nothing; nil keeps none of those.
    public var negative: UInt32?
    /// Name of the field that lists tags, lower case.
    public var tagField: [UInt8]

    /// - Parameter memory: of the store. What takes more than half of it would push out all else on its way, and then
    ///   not fit: it is seen by its length, before any of it is held.
    public init(_ policy: CachePolicy, memory: UInt64 = .max) {
        self.object = min(policy.object, memory / 2)
        self.defaultFresh = policy.defaultFresh.map(Self.seconds)
        self.staleIfError = Self.seconds(policy.staleIfError)
        self.staleWhileRevalidate = Self.seconds(policy.staleWhileRevalidate)
        self.negative = policy.negative.map(Self.seconds)
        self.tagField = Array(policy.tagField.lowercased().utf8)
    }

    /// HTTP counts seconds; a part of one counts as one, so that it is not switched off.
    private static func seconds(_ time: Milliseconds) -> UInt32 { time.count / 1000 + (time.count % 1000 > 0 ? 1 : 0) }
}
