import GatewayFaults

/// Writes a story for a terminal.
///
/// Everything that came from the wire goes through `Escape.terminal` and is cut to a sensible length.
struct StoryText {
    private let story: Story
    private let paint: Paint
    private var lines: [String] = []

    var text: String { self.lines.joined(separator: "\n") + "\n" }

    init(_ story: Story, paint: Paint) {
        self.story = story
        self.paint = paint
        self.head()
        self.fault()
        self.timeLine()
        self.timers()
        self.capturedBytes()
        self.notes()
        self.causes()
        self.advice()
    }

    private static func safe(_ text: String, most: Int = 200) -> String {
        Escape.terminal(Escape.shortened(text, to: most))
    }

    private mutating func heading(_ text: String) {
        self.lines += ["", self.paint.bold(text)]
    }

    private mutating func head() {
        let incident = self.story.incident
        let ending =
            switch incident.outcome {
            case .failed: "failed" + (incident.status.map { ", answered \($0)" } ?? "")
            case .saved: Self.saving(incident) + (incident.status.map { ", answered \($0)" } ?? "")
            case .aborted: "cut short" + (incident.status.map { " after \($0)" } ?? "")
            }
        self.lines.append(self.paint.bold("Incident " + Self.safe(incident.id)) + ": " + ending)
        let took = incident.durationMS.map { ", took " + Duration.text(milliseconds: $0) } ?? ""
        self.lines.append(UTCTime.text(milliseconds: incident.startedMS, withMilliseconds: true) + took)
        self.lines.append("")
        // A connection can fail without a request.
        if !incident.method.isEmpty || !incident.target.isEmpty {
            self.lines.append("  \(Self.safe(incident.method, most: 40)) \(Self.safe(incident.target))")
        }
        self.line("host", incident.host)
        self.line("client", incident.client)
        self.line("listener", incident.listener)
        if let route = incident.route {
            self.line("route", "\(route.name) (number \(route.index)\(route.source.map { ", " + $0 } ?? ""))")
        }
        // What a connection without a request got is not counted.
        let answered = incident.method.isEmpty ? "" : ", \(incident.bytesOut) to it"
        self.line("bytes", "\(incident.bytesIn) from the client\(answered)")
    }

    private static func saving(_ incident: Incident) -> String {
        incident.savedBy.map { "saved by " + $0.words } ?? "saved"
    }

    private mutating func line(_ name: String, _ value: String) {
        guard !value.isEmpty else { return }
        let label = name + String(repeating: " ", count: max(1, 10 - name.count))
        self.lines.append("  " + self.paint.dim(label) + Self.safe(value))
    }

    private mutating func fault() {
        guard
            let record = self.story.incident.fault
                ?? self.story.incident.attempts.last(where: { $0.fault != nil })?.fault
        else { return self.refusal() }
        self.heading("What happened")
        self.lines.append("  " + self.paint.bad(Self.safe(record.detail)) + " (\(Self.safe(record.type)))")
        var place = "seen at the \(Self.safe(record.side)), phase \(Self.safe(record.phase))"
        if record.codeMeaning != "none", record.code != 0 {
            place += ", \(Self.safe(record.codeMeaning)) \(record.code)"
            if record.codeMeaning == Fault.CodeMeaning.tlsAlert.token, let name = TLSAlert.name(record.code) {
                place += " (\(name))"
            }
        }
        self.lines.append("  " + place)
        guard let words = self.story.words else { return }
        self.lines.append(Wrap.lines(words.title + ". " + words.whatHappened, indent: "  "))
    }

    /// Nothing failed but the application, which said so itself.
    private mutating func refusal() {
        guard let status = self.story.incident.upstreamError else { return }
        self.heading("What happened")
        self.lines.append("  " + self.paint.bad("the upstream server answered \(status)"))
    }

    private mutating func timers() {
        let timers = self.story.incident.timers
        guard !timers.isEmpty else { return }
        self.heading("Time limits")
        for timer in timers.prefix(32) {
            let value = timer.valueMS == 0 ? "off" : Duration.text(milliseconds: timer.valueMS)
            let row = "  \(Self.safe(timer.name, most: 40)): \(value), set at \(Self.safe(timer.setAt))"
            self.lines.append(timer.fired ? self.paint.bad(row + "  <- ran out") : row)
        }
    }

    private mutating func capturedBytes() {
        for (index, attempt) in self.story.incident.attempts.enumerated().prefix(16) {
            guard let bytes = attempt.badBytes, !bytes.bytes.isEmpty else { continue }
            let place = attempt.parserOffset.map { ", stopped at offset \($0)" } ?? ""
            self.heading("What attempt \(index + 1) received\(place)")
            self.lines += Self.chopped(bytes.text, 72).map { "  " + $0 }
            self.lines += Self.chopped(bytes.hex, 64).map { self.paint.dim("  " + $0) }
        }
    }

    private static func chopped(_ text: String, _ width: Int) -> [String] {
        var rest = text[...]
        var parts: [String] = []
        while !rest.isEmpty {
            parts.append(String(rest.prefix(width)))
            rest = rest.dropFirst(width)
        }
        return parts
    }

    private mutating func notes() {
        let notes = self.story.incident.notes
        guard !notes.isEmpty else { return }
        self.heading("Also noted")
        self.lines += notes.prefix(32).map { "  - " + Self.safe($0, most: 400) }
    }

    private mutating func causes() {
        guard !self.story.suspicions.isEmpty else { return }
        self.heading("Likely causes")
        for (index, suspicion) in self.story.suspicions.enumerated() {
            let percent = Int((suspicion.confidence * 100).rounded())
            let measure = self.paint.dim("  \(suspicion.likelihood), \(percent) %")
            self.lines.append("  \(index + 1). \(suspicion.cause.title)" + measure)
            self.lines += suspicion.supporting.map { self.paint.good("     + ") + Self.safe($0) }
            self.lines += suspicion.against.map { self.paint.bad("     - ") + Self.safe($0) }
            let remedy = suspicion.cause.remedy
            self.lines.append(Wrap.lines("\(remedy.audience.title): \(remedy.text)", indent: "     "))
        }
    }

    private mutating func advice() {
        guard let words = self.story.words else { return }
        self.heading("What to do")
        for audience in Audience.allCases {
            self.lines.append("  " + self.paint.bold(audience.title))
            self.lines.append(Wrap.lines(words.advice(for: audience), indent: "    "))
        }
        self.lines.append("")
        self.lines.append("  " + self.paint.dim("\(words.reference.label)  \(words.reference.url)"))
    }
}

// MARK: - Time line

extension StoryText {
    private mutating func timeLine() {
        let incident = self.story.incident
        guard !incident.attempts.isEmpty else { return }
        self.heading("Time line")
        self.moment(0, "the request began")
        for (index, attempt) in incident.attempts.enumerated().prefix(16) {
            self.attempt(attempt, number: index + 1)
        }
        guard let end = incident.durationMS else { return }
        let answer =
            switch incident.outcome {
            case .failed: "the gateway answered" + (incident.status.map { " \($0)" } ?? "")
            case .saved where incident.savedBy == .stored: "the stored response was complete"
            case .saved: "the response was complete"
            case .aborted: "the response was cut"
            }
        self.moment(end, answer)
    }

    private mutating func moment(_ milliseconds: Double, _ text: String) {
        let time = Duration.text(milliseconds: milliseconds)
        self.lines.append(String(repeating: " ", count: max(2, 12 - time.count)) + time + "  " + text)
    }

    private mutating func attempt(_ attempt: IncidentAttempt, number: Int) {
        var place = Self.safe(attempt.endpoint)
        if !attempt.address.isEmpty {
            place += " at " + Self.safe(attempt.address)
            if !attempt.family.isEmpty { place += " (\(Self.safe(attempt.family, most: 20)))" }
        }
        self.moment(attempt.startMS, "attempt \(number): \(place), \(Self.connection(attempt))")
        if !attempt.reused, let connected = attempt.connectMS { self.moment(connected, "  connected") }
        if let secured = attempt.securedMS { self.moment(secured, "  TLS agreed") }
        if let sent = attempt.sentMS { self.moment(sent, "  request sent, \(attempt.bytesSent) bytes") }
        if let head = attempt.headMS {
            self.moment(head, "  response head complete" + (attempt.status.map { ", status \($0)" } ?? ""))
        }
        if let fault = attempt.fault {
            var text = "  failed: " + Self.safe(fault.detail)
            if let errno = attempt.errno { text += ", " + Self.safe(attempt.errnoName ?? "errno") + " (\(errno))" }
            text += ", \(attempt.bytesReceived) bytes received"
            self.moment(attempt.endMS ?? attempt.startMS, self.paint.bad(text))
        } else if let end = attempt.endMS {
            self.moment(end, self.paint.good("  done, \(attempt.bytesReceived) bytes received"))
        }
        if let tcp = attempt.tcpInfo { self.lines.append(self.paint.dim("                " + Self.tcp(tcp))) }
        if let encryption = attempt.encryption {
            self.lines += Self.encryption(encryption).map { self.paint.dim("                " + $0) }
        }
    }

    private static func connection(_ attempt: IncidentAttempt) -> String {
        guard attempt.reused else { return "new connection" }
        var text = "connection used \(attempt.reuseCount) times before"
        if let age = attempt.connectionAgeMS { text += ", \(Duration.text(milliseconds: age)) old" }
        if let idle = attempt.idleMS { text += ", idle for \(Duration.text(milliseconds: idle))" }
        return text
    }

    private static func encryption(_ encryption: IncidentEncryption) -> [String] {
        var agreed = "TLS: asked for " + Self.safe(encryption.serverName)
        if let version = encryption.version { agreed += ", " + Self.safe(version, most: 20) }
        if let cipher = encryption.cipher { agreed += ", " + Self.safe(cipher, most: 60) }
        if encryption.resumed { agreed += ", an earlier session taken up" }
        guard let certificate = encryption.certificate else { return [agreed] }
        let names = certificate.names.prefix(8).map { Self.safe($0, most: 80) }.joined(separator: ", ")
        return [
            agreed,
            "certificate of \(Self.safe(certificate.subject)), issued by \(Self.safe(certificate.issuer))",
            "valid from \(UTCTime.text(milliseconds: certificate.notBefore.milliseconds))"
                + " to \(UTCTime.text(milliseconds: certificate.notAfter.milliseconds))",
            names.isEmpty ? "for no name" : "for " + names,
        ]
    }

    private static func tcp(_ tcp: TCPEvidence) -> String {
        var parts: [String] = []
        if let state = tcp.state { parts.append("state " + Self.safe(state, most: 20)) }
        if let time = tcp.rttUS { parts.append("round trip " + Duration.text(milliseconds: Double(time) / 1000)) }
        if let count = tcp.retransmits { parts.append("\(count) sent again") }
        if let count = tcp.unacked { parts.append("\(count) segments not acknowledged") }
        if let count = tcp.bytesAcked { parts.append("\(count) bytes acknowledged") }
        return "TCP: " + parts.joined(separator: ", ")
    }
}

extension Int64 {
    /// Of seconds; a certificate may name any year.
    fileprivate var milliseconds: Int64 { Swift.max(Swift.min(self, 1 << 50), -(1 << 50)) * 1000 }
}
