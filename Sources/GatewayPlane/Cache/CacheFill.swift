internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire
internal import Synchronization

/// A response on its way into the store, filled as it comes, and sent meanwhile to those who want the same.
///
/// In the store nothing of it can be seen before `finish`, which is called at the clean end of the response only; a
/// fill that is dropped leaves no trace there. One exchange fills it; its followers may be with any worker, hence the
/// lock, under which at most `pieceSize` bytes are copied. Followers are told by message that there is more, and read
/// at their own pace what is kept anyway.
///
/// What turns out too large to be kept while somebody follows becomes a relay: no more is held than at that moment,
/// what all have got is given up, and the fill waits for the slowest. Not responsible for who may follow, nor for
/// sending.
final class CacheFill: Sendable {
    /// What became of content that was offered.
    enum Acceptance { case kept, relayed, unwanted }

    /// What a follower does next.
    enum Step {
        /// Content was appended to its output.
        case content
        /// It has all there is, and will be told of more.
        case wait
        /// It has all there will be.
        case end
        /// The response broke: what the follower has stays incomplete.
        case failed(Fault)
        /// It took nothing for too long while others waited for it.
        case cut
    }

    /// Copied at once for a follower: a fifth of a block, so that it fits into a client's output with its framing.
    static let pieceSize = 13_312

    /// What it will be, without content.
    let draft: CacheEntry
    /// Whose answer it is, for those who are sent it and ask nobody themselves.
    let endpoint: String
    /// Bytes of content, where the head says so.
    let length: UInt64?
    private let store: CacheStore
    private let largest: UInt64
    private let state = Mutex(FillState())

    /// - Parameter largest: bytes of content that are kept at most.
    init?(_ store: CacheStore, _ draft: CacheEntry, from endpoint: String, length: UInt64?, largest: UInt64) {
        self.store = store
        self.draft = draft
        self.endpoint = endpoint
        self.length = length
        self.largest = largest
        guard store.reserve(draft.cost) else { return nil }
        self.state.withLock { $0.reserved = draft.cost }
    }

    deinit { self.store.release(self.state.withLock { $0.reserved }) }

    // MARK: - Filling

    /// Copies content that passes.
    func append(_ source: borrowing Buffer, from offset: Int, count: Int) -> Acceptance {
        self.state.withLock { state in
            let growth = state.content.append(source, from: offset, count: count)
            state.followers.wake(Self.tell)
            if state.window != nil { return state.followers.count > 0 ? .relayed : .unwanted }
            if state.content.end <= self.largest, growth == 0 || self.store.reserve(growth) {
                state.reserved += growth
                return .kept
            }
            guard state.followers.count > 0 else { return .unwanted }
            state.window = state.content.held
            return .relayed
        }
    }

    /// Field lines that came behind the content, for those who are being sent it; the entry has none.
    func end(with trailers: [UInt8]) { self.state.withLock { $0.trailers = trailers } }

    /// The entry, which counts for itself from here on; nil for a relay.
    func finish() -> CacheEntry? {
        let (blocks, length): ([CacheBlock]?, UInt64) = self.state.withLock { state in
            self.store.release(state.reserved)
            state.reserved = 0
            return (state.window == nil ? state.content.finish() : nil, state.content.end)
        }
        do throws(Fault) {
            let entry = try blocks.map { blocks throws(Fault) in
                var lines = Buffer()
                lines.append(self.draft.head.lines)
                return self.draft.filled(head: try StoredHead(lines), blocks: blocks, length: length)
            }
            self.end(.complete(entry))
            return entry
        } catch {
            self.end(.failed(error))
            return nil
        }
    }

    /// The response broke off, or nobody fetches it any more.
    func fail(_ fault: Fault) { self.end(.failed(fault)) }

    private func end(_ ending: FillState.Ending) {
        self.state.withLock { state in
            guard !state.hasEnded else { return }
            state.ending = ending
            state.followers.wake(Self.tell)
        }
    }

    private static func tell(_ waiter: CacheWaiter) { waiter.mailbox.post(.cacheFillMoved(waiter.exchange)) }

    // MARK: - The one who fills

    /// Who is told when followers come, go or move.
    func setFiller(_ filler: CacheWaiter) { self.state.withLock { $0.filler = filler } }

    /// Its own client takes nothing; returns whether others want what comes meanwhile.
    ///
    /// If not, it is told when one comes. A relay waits for the slowest in any case.
    func fillerStalls() -> Bool {
        self.state.withLock { state in
            guard state.window == nil else { return false }
            state.isFillerWaiting = true
            return state.followers.count > 0
        }
    }

    /// Whether more may be fetched; if not, the one who fills is told when it may.
    func hasRoom() -> Bool {
        self.state.withLock { state in
            guard !state.hasRoom else { return true }
            state.isFillerWaiting = true
            return false
        }
    }

    /// Gives up those for whom everybody else waits.
    func cutSlowest() {
        self.state.withLock { state in
            guard !state.hasRoom else { return }
            state.followers.cut(before: state.content.start + UInt64(CacheBlock.size), Self.tell)
            state.dropGiven()
        }
    }

    /// Whether anybody follows, or so little is missing that fetching it costs less than fetching all again.
    var isWanted: Bool {
        self.state.withLock { state in
            if state.followers.count > 0 { return true }
            guard state.window == nil, let length = self.length else { return false }
            return length - min(length, state.content.end) <= Self.mostForNobody
        }
    }

    /// Fetched for the cache alone when the last client has left.
    static let mostForNobody: UInt64 = 1 << 20

    /// How much came.
    var received: UInt64 { self.state.withLock { $0.content.end } }

    // MARK: - Those who follow

    /// The whole response, as soon as it is there.
    var entry: CacheEntry? {
        self.state.withLock { state in
            guard case .complete(let entry)? = state.ending else { return nil }
            return entry
        }
    }

    /// Takes a follower in that has everything before `position`; returns its place, or nil when it comes too late.
    func join(_ follower: CacheWaiter, at position: UInt64 = 0) -> Int? {
        self.state.withLock { state in
            if case .failed? = state.ending { return nil }
            guard state.window == nil, state.content.start <= position else { return nil }
            defer { state.wakeFiller(Self.tell) }
            return state.followers.join(follower, at: position)
        }
    }

    func leave(_ place: Int) {
        self.state.withLock { state in
            state.followers.leave(place)
            state.dropGiven()
            // The last one may have been the only reason to go on.
            if state.followers.count == 0 { state.isFillerWaiting = true }
            if state.hasRoom, !state.hasEnded { state.wakeFiller(Self.tell) }
        }
    }

    /// Appends the next piece for the follower to its output, and with chunks the end of them.
    func give(_ place: Int, asChunk: Bool, into output: inout Buffer) -> Step {
        self.state.withLock { state in
            if state.followers.isCut(place) { return .cut }
            let position = state.followers.position(place)
            let count = state.content.available(from: position, limit: Self.pieceSize)
            guard count > 0 else {
                let step = state.rest(place)
                if asChunk, case .end = step { state.appendEnd(to: &output) }
                return step
            }
            if asChunk { output.append(chunkHeader: count) }
            state.content.copy(from: position, count: count, into: &output)
            if asChunk { output.append("\r\n") }
            state.followers.advance(place, by: count)
            state.dropGiven()
            if state.hasRoom { state.wakeFiller(Self.tell) }
            return .content
        }
    }
}

extension CacheFill: Equatable {
    static func == (one: CacheFill, other: CacheFill) -> Bool { one === other }
}
