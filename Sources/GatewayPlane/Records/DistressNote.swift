/// What an endpoint in distress gets, in numbers; words are made when somebody asks.
struct DistressNote: BitwiseCopyable, Sendable {
    /// Requests that the endpoint gets at a time.
    var limit: Int

    var sentence: String {
        "an endpoint gets \(self.limit) requests at a time (per worker) since timeouts, 503 or refused connections said "
            + "that it has too much, and the others wait here (`overload.adaptive`)"
    }
}
