extension ConfigurationDecoder {
    mutating func decodeLimits(_ root: Section) {
        guard let section = self.decoder.section("limits", in: root) else { return }
        var limits = self.configuration.limits
        self.size("request-line", \.requestLine, in: section, of: &limits)
        self.size("field", \.field, in: section, of: &limits)
        self.size("request-head", \.requestHead, in: section, of: &limits)
        self.size("response-head", \.responseHead, in: section, of: &limits)
        self.size("trailers", \.trailers, in: section, of: &limits)
        self.count("request-fields", \.requestFields, in: section, of: &limits)
        self.count("response-fields", \.responseFields, in: section, of: &limits)
        self.count("connections", \.connections, in: section, of: &limits)
        self.count("interim-responses", \.interimResponses, in: section, of: &limits)
        self.count("http2-streams", \.http2Streams, in: section, of: &limits)
        self.size("http2-window", \.http2Window, in: section, of: &limits)
        self.count("http2-resets", \.http2Resets, in: section, of: &limits)
        if let body = self.decoder.size("request-body", in: section) { limits.requestBody = body }
        if let requests = self.decoder.integer("requests-per-connection", in: section) {
            limits.requestsPerConnection = requests
        }
        self.configuration.limits = limits
        self.configuration.clientLimits = self.clientLimits(section)
    }

    mutating func decodeTimeouts(_ root: Section) {
        guard let section = self.decoder.section("timeouts", in: root) else { return }
        self.configuration.timeouts = self.timeouts(section, routeOnly: false, else: self.configuration.timeouts)
    }

    /// The timers that a section sets, on top of those that apply without it.
    mutating func timeouts(_ section: Section, routeOnly: Bool, else current: Timeouts) -> Timeouts {
        var timeouts = current
        for timer in TimeoutKey.all where timer.perRoute || !routeOnly {
            timeouts[keyPath: timer.property] = self.decoder.duration(
                timer.name,
                in: section,
                else: current[keyPath: timer.property]
            )
        }
        return timeouts
    }

    private mutating func size(
        _ name: String,
        _ property: WritableKeyPath<Limits, Int>,
        in section: Section,
        of limits: inout Limits
    ) {
        guard let size = self.decoder.size(name, in: section)?.flatMap({ $0 }) else { return }
        // The table bounds every size that is kept as `Int`.
        limits[keyPath: property] = Int(clamping: size)
    }

    private mutating func count(
        _ name: String,
        _ property: WritableKeyPath<Limits, Int>,
        in section: Section,
        of limits: inout Limits
    ) {
        guard let count = self.decoder.integer(name, in: section)?.flatMap({ $0 }) else { return }
        limits[keyPath: property] = count
    }
}
