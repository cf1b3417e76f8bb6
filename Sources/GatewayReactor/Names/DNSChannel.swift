internal import CAres
internal import CGatewaySystem

/// One name server, asked through c-ares: sockets, ids, repeats, time-outs, and TCP for what UDP cuts off.
///
/// A channel for each server, because c-ares hides the response code of a server that it gives up on, and that code
/// is what a fault is made of. Replies are taken as bytes; reading them is ours. Confined to one thread.
@safe
final class DNSChannel {
    /// What c-ares said of one question.
    struct Ended {
        var id: UInt64
        /// `ARES_…`.
        var status: Int32
        /// The reply, if there was one.
        var bytes: [UInt8]?
    }

    /// What c-ares' callbacks reach.
    ///
    /// It outlives the channel, whose end calls them once more.
    @safe
    private final class Sink {
        let loop: EventLoop
        let index: UInt32
        var ended: [Ended] = []

        init(loop: EventLoop, index: UInt32) {
            self.loop = loop
            self.index = index
        }
    }

    private final class Question {
        let sink: Sink
        let id: UInt64

        init(sink: Sink, id: UInt64) {
            self.sink = sink
            self.id = id
        }
    }

    /// The server's address with its port.
    let server: String
    private let sink: Sink
    // SAFETY: made by init, destroyed once by deinit, and used in between on one thread only.
    private let channel: ares_channel

    /// RFC 9715 §3.2: a reply of this size passes every path unfragmented.
    private static let replySize: Int32 = 1232
    private static let initialised: Int32 = ares_library_init(ARES_LIB_INIT_ALL)

    /// - Parameters:
    ///   - index: stands in the upper half of the tokens of this channel's sockets, the descriptor in the lower.
    ///   - milliseconds: for both tries together.
    init?(server: String, milliseconds: UInt32, loop: EventLoop, index: UInt32) {
        guard Self.initialised == ARES_SUCCESS else { return nil }
        let sink = Sink(loop: loop, index: index)
        var options = unsafe ares_options()
        // The response code is wanted whatever it is: NOCHECKRESP. EDNS is what carries extended errors.
        unsafe options.flags = Int32(ARES_FLAG_EDNS | ARES_FLAG_NOCHECKRESP)
        unsafe options.ednspsz = Self.replySize
        // c-ares doubles the time with every try: a third and two thirds.
        unsafe options.timeout = max(20, Int32(clamping: milliseconds) / 3)
        unsafe options.tries = 2
        unsafe options.sock_state_cb = { data, descriptor, reads, writes in
            guard let data = unsafe data else { return }
            // SAFETY: `data` is the sink, which the channel's owner holds until after `ares_destroy`.
            let sink = unsafe Unmanaged<Sink>.fromOpaque(data).takeUnretainedValue()
            let token = UInt64(sink.index) << 32 | UInt64(UInt32(bitPattern: descriptor))
            sink.loop.watch(descriptor: descriptor, token: token, reads: reads != 0, writes: writes != 0)
        }
        unsafe options.sock_state_cb_data = unsafe Unmanaged.passUnretained(sink).toOpaque()
        let mask =
            ARES_OPT_FLAGS | ARES_OPT_EDNSPSZ | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB
        var channel: ares_channel?
        // SAFETY: c-ares copies the options; the channel is destroyed once.
        guard unsafe ares_init_options(&channel, &options, Int32(mask)) == ARES_SUCCESS,
            let channel = unsafe channel
        else { return nil }
        guard unsafe ares_set_servers_ports_csv(channel, server) == ARES_SUCCESS else {
            unsafe ares_destroy(channel)
            return nil
        }
        unsafe self.channel = channel
        self.sink = sink
        self.server = server
    }

    deinit { unsafe ares_destroy(self.channel) }

    /// Asks one question; `takeEnded` has what became of it, perhaps at once.
    func ask(_ name: String, type: UInt16, id: UInt64) {
        // SAFETY: c-ares calls back exactly once for every question, and the callback takes the one reference made here.
        let question = unsafe Unmanaged.passRetained(Question(sink: self.sink, id: id)).toOpaque()
        let callback: ares_callback = { argument, status, _, reply, count in
            guard let argument = unsafe argument else { return }
            let question = unsafe Unmanaged<Question>.fromOpaque(argument).takeRetainedValue()
            var bytes: [UInt8]?
            if let reply = unsafe reply, count > 0 {
                unsafe bytes = Array(UnsafeBufferPointer(start: reply, count: Int(count)))
            }
            question.sink.ended.append(Ended(id: question.id, status: status, bytes: bytes))
        }
        unsafe ares_query(self.channel, name, 1, Int32(type), callback, question)
    }

    /// A socket of this channel can be read or written.
    func moved(_ descriptor: Int32, reads: Bool, writes: Bool) {
        unsafe ares_process_fd(
            self.channel,
            reads ? descriptor : Self.noDescriptor,
            writes ? descriptor : Self.noDescriptor
        )
    }

    /// Repeats or gives up what has waited long enough.
    func expire() { unsafe ares_process_fd(self.channel, Self.noDescriptor, Self.noDescriptor) }

    /// Milliseconds until `expire` has something to do; nil when nothing is under way.
    func waitMilliseconds() -> Int32? {
        var room = timeval()
        // SAFETY: c-ares writes to `room` or returns nil.
        guard unsafe ares_timeout(self.channel, nil, &room) != nil else { return nil }
        // Rounded up: waking early would find nothing to do and wake again.
        return Int32(clamping: Int64(room.tv_sec) * 1000 + (Int64(room.tv_usec) + 999) / 1000)
    }

    func takeEnded() -> [Ended] {
        guard !self.sink.ended.isEmpty else { return [] }
        defer { self.sink.ended = [] }
        return self.sink.ended
    }

    private static let noDescriptor: Int32 = -1
}
