public import GatewayWire

/// Asks several name servers the same questions side by side and keeps what each of them said.
///
/// Where `DNSClient` wants one good answer, this wants all of them, the bad ones first. `ask` runs the event loop until
/// everything is answered or the time is over; `begin` leaves it to somebody who has more to wait for. Confined to the
/// loop's thread.
@safe
public final class DNSSurvey {
    public struct Question: Hashable, Sendable {
        public var name: String
        public var type: DNSType

        public init(_ name: String, _ type: DNSType) {
            self.name = name
            self.type = type
        }
    }

    public struct Answer: Sendable {
        /// `address:port`.
        public var server: String
        public var question: Question
        public var reply: DNSClient.Reply
        public var milliseconds: Double
    }

    /// The servers that are asked, as `address:port`.
    public let servers: [String]
    private let channels: [DNSChannel]
    private let loop: EventLoop
    /// What came so far, in the order in which it came.
    public private(set) var answers: [Answer] = []
    private var questions: [Question] = []
    /// So many of the questions, from the first, must have an answer.
    private var required = 0
    /// Which questions have no answer yet, by id: a set costs a walk more to begin with than its answers do.
    private var isOpen: [Bool] = []
    private var openCount = 0
    private var begun: UInt64 = 0
    private var deadline: UInt64 = 0
    /// Something required is still open.
    private var isPatient = true

    /// More servers are not asked: nobody compares twenty by eye.
    private static let mostServers = 12
    /// Nanoseconds for optional questions when all others are answered.
    private static let grace: UInt64 = 50_000_000

    /// - Parameters:
    ///   - servers: `address` or `address:port`; what is neither is left out.
    ///   - milliseconds: for each question; UDP is tried twice within it.
    public init(loop: EventLoop, servers: [String], milliseconds: UInt32) {
        var known: [String] = []
        for server in servers.compactMap(DNSClient.address).prefix(Self.mostServers) where !known.contains(server) {
            known.append(server)
        }
        self.servers = known
        self.loop = loop
        self.channels = known.enumerated().compactMap { index, server in
            DNSChannel(server: server, milliseconds: milliseconds, loop: loop, index: UInt32(index))
        }
    }

    /// The name servers and search domains of `path`.
    public static func system(
        resolvConf path: String = "/etc/resolv.conf"
    ) -> (servers: [String], search: [String]) {
        let file = ResolverFile(path: path)
        return (file.servers, file.search)
    }

    /// `address:port` as this survey writes it; nil for what is no address.
    public static func address(_ text: String) -> String? { DNSClient.address(text) }

    /// Asks every server every question; a server that said nothing by `deadline` timed out.
    ///
    /// - Parameter optional: asked as well, and hardly waited for when the rest is answered: some servers drop
    ///   questions of types that they do not know. They have an answer only where one came.
    public func ask(_ required: [Question], optional: [Question] = [], deadline: UInt64) -> [Answer] {
        self.begin(required, optional: optional, deadline: deadline)
        while !self.isDone {
            let now = EventLoop.monotonicNanoseconds
            for index in 0..<self.loop.wait(milliseconds: self.waitMilliseconds(now: now)) {
                let event = self.loop.event(index)
                guard event.token != EventLoop.wakeToken else {
                    self.loop.acknowledgeWake()
                    continue
                }
                _ = self.take(event)
            }
            self.turn()
        }
        return self.answers
    }

    // MARK: - A turn at a time

    /// Sends all questions and returns; whoever runs the loop calls `take` for each event and `turn` after them.
    public func begin(_ required: [Question], optional: [Question] = [], deadline: UInt64) {
        self.begun = EventLoop.monotonicNanoseconds
        self.deadline = deadline
        self.questions = required + optional
        self.required = required.count
        self.answers = []
        self.isPatient = true
        self.openCount = self.channels.count * self.questions.count
        self.isOpen = Array(repeating: true, count: self.openCount)
        for server in self.channels.indices {
            for (index, question) in self.questions.enumerated() {
                let id = UInt64(server * self.questions.count + index)
                self.channels[server].ask(question.name, type: question.type.rawValue, id: id)
            }
        }
        self.collect()
    }

    /// Whether there is nothing more to come.
    public var isDone: Bool { self.openCount == 0 }

    /// How long the loop may sleep.
    public func waitMilliseconds(now: UInt64) -> Int32 {
        let rest = self.deadline > now ? Int32(clamping: (self.deadline - now) / 1_000_000 + 1) : 0
        return self.channels.compactMap { $0.waitMilliseconds() }.min().map { min($0, rest) } ?? rest
    }

    /// Returns false for an event that is none of this survey's.
    public func take(_ event: ReadinessEvent) -> Bool {
        let channel = Int(truncatingIfNeeded: event.token >> 32)
        guard self.channels.indices.contains(channel) else { return false }
        let descriptor = Int32(truncatingIfNeeded: event.token)
        self.channels[channel].moved(descriptor, reads: event.isReadable, writes: event.isWritable)
        return true
    }

    /// Deals with what has come and with what has waited long enough.
    public func turn() {
        for channel in self.channels { channel.expire() }
        self.collect()
        let now = EventLoop.monotonicNanoseconds
        if self.isPatient, !self.hasOpenRequired {
            self.isPatient = false
            self.deadline = min(self.deadline, now + Self.grace)
        }
        guard !self.isDone, now >= self.deadline else { return }
        for id in self.isOpen.indices where self.isOpen[id] && self.isRequired(id) {
            self.answer(UInt64(id), .timedOut)
        }
        self.openCount = 0
        self.isOpen = []
    }

    private func isRequired(_ id: Int) -> Bool { id % max(1, self.questions.count) < self.required }

    private var hasOpenRequired: Bool {
        for id in self.isOpen.indices where self.isOpen[id] && self.isRequired(id) { return true }
        return false
    }

    private func collect() {
        for channel in self.channels {
            for ended in channel.takeEnded() {
                let id = Int(clamping: ended.id)
                guard id < self.isOpen.count, self.isOpen[id] else { continue }
                self.isOpen[id] = false
                self.openCount -= 1
                self.answer(ended.id, DNSClient.reply(ended))
            }
        }
    }

    private func answer(_ id: UInt64, _ reply: DNSClient.Reply) {
        let count = max(1, self.questions.count)
        let spent = Double(EventLoop.monotonicNanoseconds - self.begun) / 1_000_000
        self.answers.append(
            Answer(
                server: self.channels[Int(id) / count].server,
                question: self.questions[Int(id) % count],
                reply: reply,
                milliseconds: spent
            )
        )
    }
}
