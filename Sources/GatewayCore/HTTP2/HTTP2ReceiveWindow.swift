/// What a peer may still send (RFC 9113 §5.2), on one stream or on the connection.
///
/// Grows when the peer used up nearly all of it while nothing lay around unread: then the window, and not we, made it
/// wait. Needs no clock for that. Not responsible for frames.
internal struct HTTP2ReceiveWindow: Sendable, BitwiseCopyable {
    /// What the peer may send now.
    internal private(set) var available: Int
    /// Received and not yet taken.
    internal private(set) var unread = 0
    /// What `available` and `unread` add up to after each update.
    internal private(set) var target: Int
    private let most: Int

    internal init(_ initial: Int, most: Int) {
        self.available = initial
        self.target = initial
        self.most = max(initial, min(most, 0x7fff_ffff))
    }

    /// False when the peer sent more than it may.
    internal mutating func receive(_ count: Int) -> Bool {
        guard count <= self.available else { return false }
        self.available &-= count
        self.unread &+= count
        return true
    }

    /// Content was taken: what a WINDOW_UPDATE should give back, or nil while it is too little to be worth a frame.
    internal mutating func consume(_ count: Int) -> UInt32? {
        self.unread = max(0, self.unread &- count)
        if self.unread == 0, self.available < self.target / 4 { self.target = min(self.target &* 2, self.most) }
        return self.update()
    }

    /// Raises the target at once.
    internal mutating func grow(to target: Int) -> UInt32? {
        self.target = max(self.target, min(target, self.most))
        return self.update()
    }

    private mutating func update() -> UInt32? {
        let missing = self.target &- self.available &- self.unread
        guard missing > 0, missing >= self.target / 2 || self.available < self.target / 4 else { return nil }
        self.available &+= missing
        return UInt32(truncatingIfNeeded: missing)
    }
}
