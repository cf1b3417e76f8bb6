/// What an HTTP/2 connection to an endpoint waits for next, and until when: it has one timer for all of it.
enum UpstreamSessionLimit: BitwiseCopyable, Sendable {
    /// The peer's SETTINGS.
    case settings
    /// The answer to a PING.
    case ping
    /// Room for frames.
    case write
    /// Another request, with the tables of the last ones.
    case calm
    /// Another request.
    case idle
    /// Anything from a peer that has streams under way and says nothing.
    case watch

    /// What is known of a connection.
    struct Facts: BitwiseCopyable, Sendable {
        var times = UpstreamSession.Times()
        var isEstablished = true
        var hasStreams = true
        var openedAt: UInt64 = 0
        /// 0 for none that is open.
        var pingSentAt: UInt64 = 0
        /// 0 while nothing waits.
        var blockedSince: UInt64 = 0
        var idleSince: UInt64 = 0
        /// Its tables were given back.
        var isCalm = false
        /// `.max` where nobody has set one.
        var idleTimeout = UInt64.max
        var lastReceived: UInt64 = 0
        /// 0 for never.
        var lastPing: UInt64 = 0
    }

    /// How long a connection without streams keeps its tables: one request after another needs them.
    static let calmTime: UInt64 = 1_000_000_000
    /// An idle connection where nobody has set a limit: the peer says with GOAWAY when it has had enough.
    static let usualIdleTime: UInt64 = 60_000_000_000
    /// Between two questions to a peer with streams under way: gRPC servers take more than one in five minutes for
    /// abuse.
    static let watchPause: UInt64 = 300_000_000_000

    /// The first of the connection's limits; a time of `.max` never comes.
    static func next(_ facts: Facts) -> (limit: UpstreamSessionLimit, time: UInt64) {
        if !facts.isEstablished { return (.settings, Self.after(facts.openedAt, facts.times.reach)) }
        if facts.pingSentAt > 0 { return (.ping, Self.after(facts.pingSentAt, facts.times.reach)) }
        if facts.blockedSince > 0 { return (.write, Self.after(facts.blockedSince, facts.times.write)) }
        guard facts.hasStreams else {
            let time = facts.idleTimeout == .max ? Self.usualIdleTime : facts.idleTimeout
            guard facts.isCalm || time <= Self.calmTime else { return (.calm, facts.idleSince &+ Self.calmTime) }
            return (.idle, facts.idleSince &+ time)
        }
        let silent = Self.after(facts.lastReceived, facts.times.watch)
        return (.watch, facts.lastPing == 0 ? silent : max(silent, facts.lastPing &+ Self.watchPause))
    }

    private static func after(_ start: UInt64, _ time: UInt64) -> UInt64 { time == 0 ? .max : start &+ time }
}
