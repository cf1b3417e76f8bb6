import GatewayFaults
import GatewayGuide

/// Lines that are JSON objects: Good Gateway, Envoy, Caddy, Traefik, Google Cloud, nginx with a format in JSON,
/// `journalctl -o json`.
///
/// Whose line it is shows in its members. Names that several programs use differently (`duration`) are read as the
/// program that wrote the line means them.
struct JSONDialect: Dialect {
    private var memory = MessageMemory()
    /// What Envoy's words mean, and Go's.
    private var words = CauseMemory()
    private var shape = JSONShape()
    private var second = SecondMemory()
    private var process: ProcessDialect
    private let zone: Int64

    init(_ settings: DialectSettings = DialectSettings()) {
        self.process = ProcessDialect(settings)
        self.zone = Int64(settings.zoneMinutes) * 60_000
    }

    mutating func read(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int, into line: inout LogLine) {
        // A container's or syslog's prefix may stand before the object.
        let open = ByteScan.first(UInt8(ascii: "{"), in: bytes, from: start, to: min(end, start + 200))
        guard open < end, bytes[end - 1] == UInt8(ascii: "}") else { return }
        var members = JSONMembers()
        JSONFields.visit(bytes, open, end, &self.shape) { key, value, bytes in members.take(key, value, bytes) }
        guard members.count > 0 else { return }
        line.kind = .remark
        members.fill(&line, bytes, &self.second)
        if line.status > 0, !members.isAboutRequestOnly(bytes) {
            line.kind = .exchange
            members.judge(&line, bytes, &self.memory, &self.words)
            // Only failures are told by client.
            guard line.verdict != .fine else { return }
        } else if !members.message.isMissing || !members.error.isMissing {
            self.readMessage(members, bytes, into: &line)
        }
        line.client = ApacheErrorDialect.withoutPort(line.client, bytes)
    }

    /// A message: a failure in the words of Go, or something that happened to a process.
    private mutating func readMessage(
        _ members: JSONMembers,
        _ bytes: borrowing Span<UInt8>,
        into line: inout LogLine
    ) {
        let message = members.message.isMissing ? members.error : members.message
        var event = LogLine()
        self.process.read(bytes, message.lower, message.upper, into: &event)
        // In a message about a request, the certificate is the upstream's, and the request's failure.
        if event.event == .certificateExpired, !line.target.isMissing { event.kind = .remark }
        if event.kind != .event, members.identifier.equals("systemd", in: bytes) {
            event.event = EventSigns.event(ofUnit: message, bytes)
            if event.event != .none { event.kind = .event }
        }
        if event.kind == .event {
            line.kind = .event
            line.event = event.event
            return
        }
        let cause = self.cause(of: members, bytes)
        guard cause.detail != nil else { return }
        line.kind = .message
        line.verdict = .told
        line.cause = cause
    }

    /// The message says what was done about it and the error what went wrong.
    private mutating func cause(of members: JSONMembers, _ bytes: borrowing Span<UInt8>) -> Cause {
        let products: [ForeignProduct] = [.caddy, .traefik, .go, .linkerd]
        let said = GoWords.cause(of: members.message, products, bytes, &self.memory, &self.words)
        guard !members.error.isMissing else { return said }
        if said.detail?.defaultPhase == .responseBody {
            return Cause(GoWords.ofContent(members.error, bytes) ?? .lengthTruncated, row: said.row)
        }
        let error = GoWords.cause(of: members.error, products, bytes, &self.memory, &self.words)
        return error.detail == nil ? said : error
    }
}
