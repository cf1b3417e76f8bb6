import GatewayFaults

/// What one line says, in fixed room: numbers, and where its texts stand.
///
/// Filled by a dialect, counted by a `Tally`. Holds no memory; its slices are good until the block is left.
struct LogLine {
    /// What kind of line it is.
    enum Kind: UInt8 {
        /// One exchange, as an access log has it.
        case exchange
        /// A message about a failure, as an error log has it.
        case message
        /// A message about something else.
        case remark
        /// Something that happened to a process: a start, a crash, no memory.
        case event
        /// Column names, comments, empty lines.
        case header
        /// Not what the dialect writes.
        case unreadable
    }

    /// What the line knows about the outcome of the exchange.
    enum Verdict: UInt8 {
        case fine
        /// The line names the failure.
        case told
        /// The upstream itself answered with this status.
        case origin
        /// It failed, and this format does not say why.
        case untold
        /// It failed, the line has a reason, and nobody here knows it.
        case unclassified
        /// The client went away; no fault.
        case clientLeft

        /// The stable name for JSON.
        var token: String {
            switch self {
            case .fine: "fine"
            case .told: "told"
            case .origin: "origin_status"
            case .untold: "untold"
            case .unclassified: "unclassified"
            case .clientLeft: "client_left"
            }
        }
    }

    var kind = Kind.unreadable
    var verdict = Verdict.fine
    /// Milliseconds since 1970.
    var time = Calendar.unknown
    var status: UInt16 = 0
    /// The status that the upstream answered with last, where the line says.
    var upstreamStatus: UInt16 = 0
    /// Microseconds, -1 where the line does not say.
    var duration: Int64 = -1
    var bytes: Int64 = 0
    /// Of the request's content, or of all of it, as the format has it; -1 where the line does not say.
    var requestBytes: Int64 = -1
    var cause = Cause.none
    var event = LogEvent.none
    /// The cause follows from times and statuses, and is not named.
    var isInferred = false

    var client = Slice.none
    var method = Slice.none
    var target = Slice.none
    var host = Slice.none
    var upstream = Slice.none
    var requestID = Slice.none

    var isServerError: Bool { self.status >= 500 && self.status < 600 }
}
