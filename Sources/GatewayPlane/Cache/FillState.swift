internal import GatewayBytes
internal import GatewayFaults
internal import GatewayWire

/// What is known of a fill: its content, who follows, and whether more may come.
///
/// Decides; the lock around it and the messages are `CacheFill`'s.
struct FillState: ~Copyable {
    enum Ending {
        case complete(CacheEntry?)
        case failed(Fault)
    }

    var content = FillContent()
    var followers = FillFollowers()
    /// Bytes of the store's bound.
    var reserved = 0
    /// What may be held, once this is a relay.
    var window: UInt64?
    var ending: Ending?
    /// Field lines behind the content.
    var trailers: [UInt8] = []
    var filler: CacheWaiter?
    /// The one who fills waits: for its own client, or for followers.
    var isFillerWaiting = false

    init() {}

    var hasEnded: Bool {
        switch self.ending {
        case nil: false
        case .complete?, .failed?: true
        }
    }

    /// Whether more may be fetched: not while a relay holds as much as it may, and somebody has not got all of it.
    var hasRoom: Bool {
        guard let window = self.window, self.content.held >= window, let slowest = self.followers.slowest else {
            return true
        }
        return slowest >= self.content.end
    }

    /// What all have got is given up, where it will not be kept.
    mutating func dropGiven() {
        guard self.window != nil else { return }
        self.content.drop(before: self.followers.slowest ?? self.content.end)
    }

    mutating func wakeFiller(_ tell: (CacheWaiter) -> Void) {
        guard self.isFillerWaiting, let filler = self.filler else { return }
        self.isFillerWaiting = false
        tell(filler)
    }

    /// The last chunk and the trailer section (RFC 9112 §7.1.2).
    func appendEnd(to output: inout Buffer) {
        output.appendLastChunk()
        output.append(self.trailers)
        output.append("\r\n")
    }

    /// The follower has all that came.
    mutating func rest(_ place: Int) -> CacheFill.Step {
        switch self.ending {
        case nil:
            self.followers.wait(place)
            return .wait
        case .complete?: return .end
        case .failed(let fault)?: return .failed(fault)
        }
    }
}
