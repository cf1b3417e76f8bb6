/// Why a request found no room although nothing had failed: a queue grew inside an endpoint.
///
/// Numbers, until somebody asks.
struct BacklogNote: BitwiseCopyable, Sendable {
    /// Requests that the endpoint gets at a time.
    var limit: Int
    /// Nanoseconds that its response heads usually take, and take on average now.
    var usual: UInt64
    var now: UInt64

    var sentence: String {
        "a queue seemed to grow inside the endpoint: response heads took \(NoteText.seconds(self.now)) on average, usually "
            + "\(NoteText.seconds(self.usual)), while more was asked than answered; it gets \(self.limit) requests at a "
            + "time (per worker) until that is over, and the others wait here, the newest first (`overload.backlog`)"
    }
}
