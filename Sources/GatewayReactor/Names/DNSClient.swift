internal import CAres
public import GatewayWire

/// Asks name servers, one question at a time and as many as you like at once.
///
/// Goes on to the next server when one is silent, cannot be reached, or says that it failed; remembers which one
/// answered. Confined to the thread of its event loop. Not responsible for search domains, hosts, or when to ask.
@safe
public final class DNSClient {
    public struct Settings: Hashable, Sendable {
        /// `address` or `address:port`; empty for those of `resolvConf`.
        public var servers: [String]
        /// For all servers together.
        public var milliseconds: UInt32
        public var resolvConf: String

        public init(servers: [String] = [], milliseconds: UInt32, resolvConf: String = "/etc/resolv.conf") {
            self.servers = servers
            self.milliseconds = milliseconds
            self.resolvConf = resolvConf
        }
    }

    /// What became of a question.
    public enum Reply: Sendable {
        case message(DNSMessage)
        case timedOut
        /// No server could be asked.
        case unreachable
        /// The reply was no DNS message.
        case malformed
    }

    public struct Answer: Sendable {
        public var id: UInt64
        public var reply: Reply
        /// Who replied, or was asked last.
        public var server: String
    }

    private struct Question {
        var name: String
        var type: DNSType
        var server: Int
        var tried = 1
        /// The reply that tells most so far.
        var best: Answer?
    }

    /// Domains to complete short names with, and how many dots a name has that is complete.
    public let search: [String]
    public let dots: Int
    private let channels: [DNSChannel]
    private var file: WatchedFile
    private var questions: [UInt64: Question] = [:]
    private var answers: [Answer] = []
    private var preferred = 0

    public init(loop: EventLoop, settings: Settings) {
        self.file = WatchedFile(path: settings.resolvConf)
        _ = self.file.hasChanged()
        let file = ResolverFile(path: settings.resolvConf)
        let servers = settings.servers.isEmpty ? file.servers : settings.servers.compactMap(Self.address)
        let share = settings.milliseconds / UInt32(max(1, servers.count))
        self.search = file.search
        self.dots = file.dots
        self.channels = servers.enumerated().compactMap { index, server in
            DNSChannel(server: server, milliseconds: share, loop: loop, index: UInt32(index))
        }
    }

    /// `host:port` with the default port and brackets put in; nil for what is no address.
    static func address(_ text: String) -> String? {
        if let literal = SocketAddress(literal: text, port: 53) { return literal.text }
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0 else {
            return nil
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        return SocketAddress(literal: String(host), port: port)?.text
    }

    /// Whether the system's file changed since this client read it: another one is to be made.
    public func isOutdated() -> Bool { self.file.hasChanged() }

    /// - Parameter id: comes back with the answer; no two questions under way share one.
    public func ask(_ name: String, _ type: DNSType, id: UInt64) {
        guard !self.channels.isEmpty else {
            self.answers.append(Answer(id: id, reply: .unreachable, server: ""))
            return
        }
        let server = self.preferred % self.channels.count
        self.questions[id] = Question(name: name, type: type, server: server)
        self.channels[server].ask(name, type: type.rawValue, id: id)
    }

    /// An event of one of this client's sockets.
    public func handle(_ event: ReadinessEvent) {
        let index = Int(event.token >> 32)
        guard index < self.channels.count else { return }
        let descriptor = Int32(truncatingIfNeeded: event.token)
        self.channels[index].moved(descriptor, reads: event.isReadable, writes: event.isWritable)
    }

    /// Deals with what has waited long enough.
    public func expire() { for channel in self.channels { channel.expire() } }

    /// How long the event loop may sleep, at most `limit` (-1: for ever).
    public func waitMilliseconds(limit: Int32) -> Int32 {
        guard self.answers.isEmpty else { return 0 }
        let waits = self.channels.compactMap { $0.waitMilliseconds() } + (limit < 0 ? [] : [limit])
        return waits.min() ?? -1
    }

    /// The questions that have their answer.
    public func takeAnswers() -> [Answer] {
        // Asking the next server may end at once, too.
        while self.settle() {}
        defer { self.answers = [] }
        return self.answers
    }

    private func settle() -> Bool {
        var moved = false
        for (index, channel) in self.channels.enumerated() {
            for ended in channel.takeEnded() {
                moved = true
                self.received(ended, from: index)
            }
        }
        return moved
    }

    private func received(_ ended: DNSChannel.Ended, from index: Int) {
        guard var question = self.questions[ended.id] else { return }
        let answer = Answer(id: ended.id, reply: Self.reply(ended), server: self.channels[index].server)
        if Self.weight(answer.reply) >= question.best.map({ Self.weight($0.reply) }) ?? 0 { question.best = answer }
        guard !Self.isFinal(answer.reply), question.tried < self.channels.count else {
            self.questions[ended.id] = nil
            if Self.isFinal(answer.reply) { self.preferred = index }
            self.answers.append(question.best ?? answer)
            return
        }
        question.tried += 1
        question.server = (index + 1) % self.channels.count
        self.questions[ended.id] = question
        self.channels[question.server].ask(question.name, type: question.type.rawValue, id: ended.id)
    }

    static func reply(_ ended: DNSChannel.Ended) -> Reply {
        if let bytes = ended.bytes {
            guard let message = try? DNSMessage(bytes), !message.isTruncated else { return .malformed }
            return .message(message)
        }
        switch ended.status {
        case ARES_ETIMEOUT: return .timedOut
        case ARES_EBADRESP, ARES_EFORMERR, ARES_EBADNAME:
            return .malformed
        // Default: refused by the server's kernel, and what c-ares says when it could not send.
        default: return .unreachable
        }
    }

    /// An answer, "no" included; another server would say the same.
    private static func isFinal(_ reply: Reply) -> Bool {
        guard case .message(let message) = reply else { return false }
        return message.rcode == 0 || message.rcode == 3
    }

    private static func weight(_ reply: Reply) -> Int {
        switch reply {
        case .message(let message): message.rcode == 0 || message.rcode == 3 ? 4 : 3
        case .malformed: 2
        case .timedOut: 1
        case .unreachable: 0
        }
    }
}
