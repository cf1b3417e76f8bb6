public import GatewayFaults

/// Everything that an answer of the gateway's own may say.
public struct AnswerContext: Hashable, Sendable {
    public var fault: Fault
    /// The status of the answer.
    public var status: Int
    /// The id under which the exchange is recorded.
    public var incidentID: String
    /// The time in UTC as people read it, for example "2026-03-01 12:00:00 UTC".
    public var time: String
    /// The value of the `Retry-After` field, in seconds, when there is one.
    public var retryAfter: Int?
    public var method: String
    /// The value of the request's `Accept` field; several lines joined with ", ".
    public var accept: String?
    /// Whether the listener may tell details of the inside (`proxy-status: full`).
    public var tellsDetails: Bool
    /// What the operator wants said instead of our own sentence about what happened; plain text.
    public var message: String?

    public init(
        fault: Fault,
        status: Int? = nil,
        incidentID: String,
        time: String,
        retryAfter: Int? = nil,
        method: String = "GET",
        accept: String? = nil,
        tellsDetails: Bool = false,
        message: String? = nil
    ) {
        self.fault = fault
        self.status = status ?? fault.detail.status
        self.incidentID = incidentID
        self.time = time
        self.retryAfter = retryAfter
        self.method = method
        self.accept = accept
        self.tellsDetails = tellsDetails
        self.message = message
    }
    /// The sentence about what happened: the operator's, or ours.
    var lead: String { self.message ?? Guide.words(for: self.fault.detail).whatHappened }
}
