extension Milliseconds {
    /// A time as it stands in a configuration: `250ms`, `10s`, `1m30s`; nil for anything else.
    public init?(text: String) {
        guard let value = try? DurationText.parse(text) else { return nil }
        self = value
    }
}
