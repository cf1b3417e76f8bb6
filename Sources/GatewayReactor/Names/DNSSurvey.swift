public import GatewayWire

/// Asks several name servers the same questions side by side and keeps what each of them said.
///
/// Where `DNSClient` wants one good answer, this wants all of them, the bad ones first. Runs the event loop that it is
/// given until everything is answered or the time is over. Confined to that loop's thread.
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
        let begun = EventLoop.monotonicNanoseconds
        let questions = required + optional
        var deadline = deadline
        var open: Set<UInt64> = []
        for server in self.channels.indices {
            for (index, question) in questions.enumerated() {
                let id = UInt64(server * questions.count + index)
                open.insert(id)
                self.channels[server].ask(question.name, type: question.type.rawValue, id: id)
            }
        }
        var answers: [Answer] = []
        let answer = { (id: UInt64, reply: DNSClient.Reply) in
            let server = Int(id) / max(1, questions.count)
            let spent = Double(EventLoop.monotonicNanoseconds - begun) / 1_000_000
            answers.append(
                Answer(
                    server: self.channels[server].server,
                    question: questions[Int(id) % questions.count],
                    reply: reply,
                    milliseconds: spent
                )
            )
        }
        let isRequired = { (id: UInt64) in Int(id) % max(1, questions.count) < required.count }
        var isPatient = true
        while !open.isEmpty {
            for channel in self.channels {
                for ended in channel.takeEnded() where open.remove(ended.id) != nil {
                    answer(ended.id, DNSClient.reply(ended))
                }
            }
            let now = EventLoop.monotonicNanoseconds
            if isPatient, !open.contains(where: isRequired) {
                isPatient = false
                deadline = min(deadline, now + Self.grace)
            }
            guard !open.isEmpty, now < deadline else { break }
            self.turn(milliseconds: Int32(clamping: (deadline - now) / 1_000_000 + 1))
        }
        for id in open.sorted() where isRequired(id) { answer(id, .timedOut) }
        return answers
    }

    private func turn(milliseconds: Int32) {
        let waits = self.channels.compactMap { $0.waitMilliseconds() } + [milliseconds]
        for index in 0..<self.loop.wait(milliseconds: waits.min() ?? milliseconds) {
            let event = self.loop.event(index)
            guard event.token != EventLoop.wakeToken else {
                self.loop.acknowledgeWake()
                continue
            }
            let channel = Int(event.token >> 32)
            guard channel < self.channels.count else { continue }
            let descriptor = Int32(truncatingIfNeeded: event.token)
            self.channels[channel].moved(descriptor, reads: event.isReadable, writes: event.isWritable)
        }
        for channel in self.channels { channel.expire() }
    }
}
