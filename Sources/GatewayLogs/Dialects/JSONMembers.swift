import GatewayFaults
import GatewayGuide

/// The members of a JSON log line that matter.
struct JSONMembers {
    var count = 0
    var message = Slice.none
    var error = Slice.none
    /// The program that the journal has the message from.
    private(set) var identifier = Slice.none
    private var time = Slice.none
    private var seconds = Slice.none
    private var journalTime = Slice.none
    private var status = Slice.none
    private var method = Slice.none
    private var target = Slice.none
    private var host = Slice.none
    private var client = Slice.none
    private var requestID = Slice.none
    private var bytes = Slice.none
    private var requestBytes = Slice.none
    private var duration = Slice.none
    private var durationUnit: Int64 = 1_000_000
    private var level = Slice.none
    private var envoy = EnvoyWords()
    private var originStatus = Slice.none
    private var statusDetails = Slice.none
    private var proxyStatus = Slice.none
    private var fault = Slice.none
    private var outcome = Slice.none
    private var upstream = UpstreamList()

    @inline(__always)
    mutating func take(_ key: JSONKey?, _ value: Slice, _ bytes: borrowing Span<UInt8>) {
        self.count &+= 1
        guard let known = key else { return }
        switch known {
        case .time: Self.keepFirst(&self.time, value)
        case .seconds: Self.keepFirst(&self.seconds, value)
        case .journalTime: self.journalTime = value
        case .status: Self.keepFirst(&self.status, value)
        case .method: Self.keepFirst(&self.method, value)
        case .target: Self.keepFirst(&self.target, value)
        case .request: self.takeRequest(value, bytes)
        case .host: Self.keepFirst(&self.host, value)
        case .client: Self.keepFirst(&self.client, value)
        case .requestID: Self.keepFirst(&self.requestID, value)
        case .bytes: Self.keepFirst(&self.bytes, value)
        case .requestBytes: Self.keepFirst(&self.requestBytes, value)
        case .duration: self.takeDuration(value, bytes)
        case .durationSeconds, .durationMilliseconds, .durationMicroseconds, .durationNanoseconds, .durationText:
            self.takeDuration(known, value)
        case .message: Self.keepFirst(&self.message, value)
        case .error: Self.keepFirst(&self.error, value)
        case .level: self.level = value
        case .identifier: Self.keepFirst(&self.identifier, value)
        case .flags: self.envoy.flags = value
        case .details: self.envoy.details = value
        case .transport: self.envoy.transport = value
        case .requestSent: self.envoy.isRequestUnsent = value.isBlank(in: bytes) || value.equals("null", in: bytes)
        case .originStatus: self.originStatus = value
        case .statusDetails: self.statusDetails = value
        case .proxyStatus: self.proxyStatus = value
        case .fault: self.fault = value
        case .outcome: self.outcome = value
        case .upstream: Self.keepFirst(&self.upstream.address, value)
        case .upstreamStatus: self.upstream.status = value
        case .upstreamConnect: self.upstream.connectTime = value
        case .upstreamHead: self.upstream.headTime = value
        case .upstreamResponse: self.upstream.responseTime = value
        }
    }

    private static func keepFirst(_ field: inout Slice, _ value: Slice) {
        if field.isMissing { field = value }
    }

    /// Caddy and Envoy call a time `duration`: seconds with decimals, or whole milliseconds.
    private mutating func takeDuration(_ value: Slice, _ bytes: borrowing Span<UInt8>) {
        self.duration = value
        let point = ByteScan.first(UInt8(ascii: "."), in: bytes, from: value.lower, to: value.upper)
        self.durationUnit = point < value.upper ? 1_000_000 : 1000
    }

    private mutating func takeDuration(_ key: JSONKey, _ value: Slice) {
        switch key {
        case .durationSeconds: self.keepDuration(value, 1_000_000)
        case .durationMilliseconds: self.keepDuration(value, 1000)
        case .durationMicroseconds: self.keepDuration(value, 1)
        case .durationNanoseconds: self.keepDuration(Slice(value.lower, max(value.lower, value.upper - 3)), 1)
        // "0.120s"
        default: self.keepDuration(Slice(value.lower, max(value.lower, value.upper - 1)), 1_000_000)
        }
    }

    private mutating func keepDuration(_ value: Slice, _ unit: Int64) {
        guard self.duration.isMissing else { return }
        self.duration = value
        self.durationUnit = unit
    }

    /// "GET /x HTTP/1.1" as one member.
    private mutating func takeRequest(_ value: Slice, _ bytes: borrowing Span<UInt8>) {
        var parts = LineCursor(value.lower, value.upper)
        let method = parts.field(until: 0x20, bytes)
        guard !parts.isAtEnd else { return }
        Self.keepFirst(&self.method, method)
        Self.keepFirst(&self.target, parts.field(until: 0x20, bytes))
    }

    /// A line that repeats a failure for which there is a line of its own in the access log, as Caddy's error log does.
    func isAboutRequestOnly(_ bytes: borrowing Span<UInt8>) -> Bool {
        self.level.equals("error", in: bytes) && !self.message.isMissing
            && !self.message.equals("handled request", in: bytes)
    }

    func fill(_ line: inout LogLine, _ bytes: borrowing Span<UInt8>, _ second: inout SecondMemory) {
        line.status = UInt16(clamping: Text.number(self.status, bytes).map { max(0, min(999, $0)) } ?? 0)
        line.method = self.method
        line.target = self.target.isMissing ? self.target : RequestTarget.path(of: self.target, bytes)
        line.host = self.host
        line.client = self.client
        line.upstream = self.upstream.address
        line.requestID = self.requestID
        line.requestBytes = Text.number(self.requestBytes, bytes) ?? -1
        line.bytes = Text.number(self.bytes, bytes) ?? 0
        line.duration = Text.microseconds(self.duration, bytes, unit: self.durationUnit) ?? -1
        line.time = self.moment(bytes, &second)
    }

    private func moment(_ bytes: borrowing Span<UInt8>, _ second: inout SecondMemory) -> Int64 {
        if let micros = Text.number(self.journalTime, bytes) { return micros / 1000 }
        let moment = Self.moment(self.seconds, bytes, &second)
        return moment == Calendar.unknown ? Self.moment(self.time, bytes, &second) : moment
    }

    private static func moment(
        _ field: Slice,
        _ bytes: borrowing Span<UInt8>,
        _ second: inout SecondMemory
    ) -> Int64 {
        guard !field.isMissing else { return Calendar.unknown }
        // A number has no hyphen there.
        let isDate = field.count > 10 && bytes[field.lower &+ 4] == UInt8(ascii: "-")
        if !isDate, let micros = Text.microseconds(field, bytes) {
            // Seconds, milliseconds or microseconds since 1970: their sizes do not overlap in our century.
            let seconds = micros / 1_000_000
            return seconds > 100_000_000_000 ? seconds / 1000 : seconds > 10_000_000_000 ? seconds : micros / 1000
        }
        let iso = Calendar.iso(bytes, field.lower, to: field.upper, &second)
        return iso != Calendar.unknown ? iso : Calendar.common(bytes, field.lower, to: field.upper)
    }
}

// MARK: - Whose failure it is

extension JSONMembers {
    func judge(
        _ line: inout LogLine,
        _ bytes: borrowing Span<UInt8>,
        _ memory: inout MessageMemory,
        _ words: inout CauseMemory
    ) {
        if !self.outcome.isMissing { return self.judgeOwn(&line, bytes) }
        if !self.envoy.flags.isMissing || !self.envoy.details.isMissing {
            var envoy = self.envoy
            envoy.upstream = self.upstream.address
            return envoy.judge(bytes, &words, into: &line)
        }
        if !self.statusDetails.isMissing { return self.judgeGoogle(&line, bytes) }
        if line.status == 499 {
            line.verdict = .clientLeft
            return
        }
        guard line.isServerError else { return }
        line.verdict = .untold
        if let origin = Text.number(self.originStatus, bytes), origin > 0 {
            line.verdict = .origin
        } else if !self.message.isMissing, !self.message.equals("handled request", in: bytes) {
            let cause = GoWords.cause(of: self.message, [.caddy, .traefik, .go], bytes, &memory, &words)
            guard cause.detail != nil else { return }
            line.verdict = .told
            line.cause = cause
        } else if !self.upstream.status.isMissing {
            self.upstream.judge(bytes, into: &line)
        }
    }

    /// Our own log: the fault stands there under its name.
    private func judgeOwn(_ line: inout LogLine, _ bytes: borrowing Span<UInt8>) {
        if self.outcome.equals("client_gone", in: bytes) {
            line.verdict = .clientLeft
        } else if !self.fault.isMissing, !self.outcome.equals("saved", in: bytes) {
            let cause = CauseBook.shared.own(self.fault, in: bytes)
            // A request that was refused as configured is no failure.
            guard line.isServerError || self.outcome.equals("aborted", in: bytes) else { return }
            line.verdict = cause == nil ? .unclassified : .told
            line.cause = cause ?? .none
        } else if line.isServerError {
            line.verdict = .origin
        }
    }

    private func judgeGoogle(_ line: inout LogLine, _ bytes: borrowing Span<UInt8>) {
        if Text.begins("client_", in: bytes, at: self.statusDetails.lower, to: self.statusDetails.upper) {
            line.verdict = .clientLeft
            return
        }
        let isBroken =
            Text.find("after_partial_response", in: bytes, from: self.statusDetails.lower, to: self.statusDetails.upper)
            != nil
        guard line.isServerError || isBroken else { return }
        if self.statusDetails.equals("response_sent_by_backend", in: bytes) {
            line.verdict = .origin
            return
        }
        let cause = CauseBook.shared.named(self.statusDetails, of: .googleCloud, in: bytes)
        line.verdict = cause?.detail == nil ? .unclassified : .told
        line.cause = cause ?? .none
    }
}
