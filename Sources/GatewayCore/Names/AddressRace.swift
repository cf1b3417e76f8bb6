/// Which of an endpoint's addresses are connected to, and when, until one works (RFC 8305 §5).
///
/// The first address begins at once; while it is silent the next one begins after a short delay, and at once when one
/// fails. Is told what happened and says what to do; not responsible for sockets, nor for the order (`AddressOrder`).
/// Plain numbers, so that an exchange holds one without allocating.
public struct AddressRace: Sendable, BitwiseCopyable {
    /// RFC 8305 §5: the recommended Connection Attempt Delay.
    public static let attemptDelay: UInt64 = 250_000_000
    /// More addresses are not tried for one request.
    public static let mostAddresses = 8

    public enum Step: Hashable, Sendable, BitwiseCopyable {
        /// Connect to the address at this place of the order; when there is another one, come back at `delayPassed`
        /// after `attemptDelay`.
        case connect(Int)
        /// Others are still connecting.
        case wait
        /// Every address failed.
        case lost
    }

    private var order: AddressOrder
    /// Addresses begun, and those of them that are still connecting.
    private var begun: UInt8 = 0
    private var connecting: UInt8 = 0

    /// No race.
    public init() { self.order = AddressOrder() }

    public init(_ order: AddressOrder) { self.order = order }

    /// The place that an address has in the endpoint's list.
    public func target(_ place: Int) -> Int { self.order[place] }

    public var count: Int { self.order.count }
    public var isConnecting: Bool { self.connecting > 0 }
    public var hasMore: Bool { Int(self.begun) < self.order.count }
    /// Addresses that were connected to so far.
    public var tried: Int { Int(self.begun) }

    public mutating func started() -> Step { self.connectNext() }

    /// The newest attempt has been silent for `attemptDelay`.
    public mutating func delayPassed() -> Step { self.hasMore ? self.connectNext() : .wait }

    /// An address failed, at once or after a while.
    public mutating func failed() -> Step {
        assert(self.connecting > 0, "only what was begun can fail")
        self.connecting -= 1
        if self.hasMore { return self.connectNext() }
        return self.connecting > 0 ? .wait : .lost
    }

    /// An address failed for want of something that the others would want, too: no more are begun.
    public mutating func stopped() -> Step {
        assert(self.connecting > 0, "only what was begun can fail")
        self.connecting -= 1
        self.begun = UInt8(self.order.count)
        return self.connecting > 0 ? .wait : .lost
    }

    private mutating func connectNext() -> Step {
        guard self.hasMore else { return self.connecting > 0 ? .wait : .lost }
        self.begun += 1
        self.connecting += 1
        return .connect(Int(self.begun) - 1)
    }
}
