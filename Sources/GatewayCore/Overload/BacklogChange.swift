/// The beginning or the end of a limit that an endpoint gets because a queue seems to grow inside of it.
public struct BacklogChange: Hashable, Sendable, BitwiseCopyable {
    public enum Reason: Sendable, CaseIterable, BitwiseCopyable {
        /// Answers came later and later, and fewer than requests: a limit began.
        case queueGrows
        /// Nobody ran into the limit for a while: it ended.
        case unused
        /// Answers came no sooner under the limit: the guess was wrong, and it ended.
        case inVain
        /// A reload switched it off.
        case switchedOff

        /// The stable name for logs.
        public var token: String {
            switch self {
            case .queueGrows: "queue_grows"
            case .unused: "unused"
            case .inVain: "in_vain"
            case .switchedOff: "switched_off"
            }
        }

        /// Whether the limit began.
        public var isBeginning: Bool {
            switch self {
            case .queueGrows: true
            case .unused, .inVain, .switchedOff: false
            }
        }
    }

    public var reason: Reason
    /// Requests at a time: of the limit that begins, or the last one.
    public var limit: Int
    /// Nanoseconds that a response head usually takes, and took on average at the last count; 0 for not known.
    public var usual: UInt64
    public var mean: UInt64
    /// Nanoseconds since the limit began.
    public var lasted: UInt64

    public init(reason: Reason, limit: Int, usual: UInt64, mean: UInt64, lasted: UInt64) {
        self.reason = reason
        self.limit = limit
        self.usual = usual
        self.mean = mean
        self.lasted = lasted
    }
}
