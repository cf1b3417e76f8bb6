/// What came back to the drill's client, and how it ended.
public struct DrillExchange: Sendable, Hashable {
    public enum Ending: Sendable, Hashable {
        /// The goal was reached; the client closed.
        case goalReached
        /// The peer sent FIN.
        case closed
        /// The peer sent RST.
        case reset
        case timeLimit
        case byteLimit
        /// No connection came about; the number is the errno, 0 when there is none.
        case notConnected(Int32)
        /// The system reported another error on the connection.
        case failed(Int32)
    }

    /// Everything received, as it came.
    public internal(set) var bytes: [UInt8] = []
    /// The answers in it, interim ones included.
    public internal(set) var responses: [DrillResponse] = []
    public internal(set) var ending = Ending.timeLimit
    /// From the start to the established connection; `nil` when there was none.
    public internal(set) var connectedAfter: Duration?
    /// From the start to the first byte; `nil` when none came.
    public internal(set) var firstByteAfter: Duration?
    /// From the start to the end.
    public internal(set) var endedAfter: Duration = .zero

    init() {}

    public var text: String { String(decoding: self.bytes, as: UTF8.self) }

    /// The incident that GOAWAY's debug data names, where that is how it ended.
    public var goAwayIncident: String? {
        guard let mark = self.text.firstRange(of: "; incident=") else { return nil }
        return String(self.text[mark.upperBound...].prefix(36))
    }

    /// The first answer that is not interim.
    public var response: DrillResponse? { self.responses.first { !$0.isInterim } }
}
