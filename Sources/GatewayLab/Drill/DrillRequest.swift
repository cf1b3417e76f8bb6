/// What the drill's client sends and what it waits for.
///
/// Raw bytes, because most of what is sent here no HTTP library would send.
public struct DrillRequest: Sendable, Hashable {
    /// Bytes and what must happen before they are sent.
    public struct Piece: Sendable, Hashable {
        public var bytes: [UInt8]
        /// The silence before them.
        public var pause: Duration
        /// Complete final answers that must be there first: what follows is then a reuse of the connection.
        public var awaitedAnswers: Int

        public init(_ bytes: [UInt8], after pause: Duration = .zero, awaitedAnswers: Int = 0) {
            self.bytes = bytes
            self.pause = pause
            self.awaitedAnswers = awaitedAnswers
        }

        public init(_ text: String, after pause: Duration = .zero, awaitedAnswers: Int = 0) {
            self.init(Array(text.utf8), after: pause, awaitedAnswers: awaitedAnswers)
        }
    }

    /// When the client has seen enough.
    public enum Goal: Sendable, Hashable {
        /// The peer ends the connection.
        case end
        /// So many complete final answers; interim answers do not count. An end comes first where there are fewer.
        case answers(Int)
        /// So many bytes, whatever they are.
        case bytes(Int)
    }

    public var pieces: [Piece]
    public var goal: Goal
    /// The longest the whole exchange may take.
    public var timeLimit: Duration = .seconds(10)
    /// The most that is kept of what comes back; more ends the exchange.
    public var byteLimit: Int = 64 * 1024 * 1024
    /// Ends the sending direction after the last piece.
    public var halfCloses = false

    public init(_ pieces: [Piece], until goal: Goal) {
        self.pieces = pieces
        self.goal = goal
    }

    /// A request as text, answered once.
    public init(_ text: String, until goal: Goal = .answers(1)) {
        self.init([Piece(text)], until: goal)
    }

    /// The requests that make a scenario happen, one after another on one connection: its warm-ups, which are the
    /// same, and the one that counts.
    public static func meeting(
        _ scenario: Scenario,
        path: String? = nil,
        host: String = "lab.example"
    ) -> DrillRequest {
        let ask = scenario.ask
        let length = ask.contentLength > 0 ? ["Content-Length: \(ask.contentLength)"] : []
        let lines = ["\(ask.method) \(path ?? "/" + scenario.name) HTTP/1.1", "Host: \(host)"] + ask.fields + length
        let head = lines.joined(separator: "\r\n") + "\r\n\r\n"
        let bytes = Array(head.utf8) + [UInt8](repeating: 0x2E, count: ask.contentLength)
        let pieces = (0...ask.warmUps).map { number in Piece(bytes, awaitedAnswers: number) }
        return DrillRequest(pieces, until: .answers(ask.warmUps + 1))
    }
}
