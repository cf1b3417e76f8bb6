import GatewayFaults

extension Diagnosis {
    /// Lets everything that the incident recorded speak for or against the causes.
    mutating func weigh(_ incident: Incident, _ fault: Fault) {
        guard let attempt = incident.attempts.last(where: { $0.fault != nil }) ?? incident.attempts.last else { return }
        self.weighOthers(incident, failed: attempt)
        self.weighConnection(attempt, fault)
        self.weighEncryption(incident, attempt, fault)
        self.weighReuse(attempt, fault)
        self.weighWaiting(attempt, fault)
        self.weighDelivery(attempt, fault)
        if let bytes = attempt.badBytes { self.weigh(bytes, fault) }
    }

    /// Whether other attempts fared better.
    private mutating func weighOthers(_ incident: Incident, failed: IncidentAttempt) {
        let failures = incident.attempts.filter { $0.fault != nil }
        let places = Set(failures.map(\.address))
        // A stored response says nothing of the application.
        if incident.outcome == .saved, incident.savedBy != .stored {
            let line = "a later attempt succeeded, so it is not the application as a whole"
            self.weaken(.misconfiguredGateway, by: 3, line)
            self.weaken(.applicationBug, by: 2, line)
            self.support(.upstreamRestart, by: 1, line)
        }
        if failures.count > 1, places.count > 1 {
            self.support(.upstreamDown, by: 1, "\(places.count) different endpoints failed, not just one")
        }
    }

    private mutating func weighConnection(_ attempt: IncidentAttempt, _ fault: Fault) {
        let isLocal =
            attempt.address.hasPrefix("127.") || attempt.address.hasPrefix("[::1]") || attempt.family == "unix"
        if fault.kind == .connectionRefused {
            self.support(
                .upstreamDown,
                by: 2,
                "the machine answered at once, but nothing listens on \(attempt.address)"
            )
            if isLocal { self.weaken(.firewall, by: 2, "the endpoint is on this machine") }
        }
        if fault.kind == .connectionTimeout, isLocal {
            self.support(.overload, by: 6, "the endpoint is on this machine, so its accept queue is probably full")
            self.weaken(.firewall, by: 5, "the endpoint is on this machine")
        } else if fault.kind == .connectionTimeout {
            self.support(.firewall, by: 2, "no answer at all to the connection attempt, not even a refusal")
        }
        if attempt.address.hasPrefix("[::1]"), attempt.endpoint.contains("localhost") {
            self.support(
                .misconfiguredUpstream,
                by: 2,
                "localhost was tried as ::1; many applications listen on 127.0.0.1 only"
            )
        }
    }

    private mutating func weighReuse(_ attempt: IncidentAttempt, _ fault: Fault) {
        guard attempt.reused, fault.kind == .connectionTerminated else {
            if fault.kind == .connectionTerminated { self.weaken(.keepAliveRace, by: 9, "the connection was new") }
            return
        }
        if attempt.bytesReceived == 0 {
            let idle = attempt.idleMS.map { " after being idle for " + Duration.text(milliseconds: $0) } ?? ""
            self.support(.keepAliveRace, by: 3, "a reused connection ended with no byte of an answer" + idle)
        }
        guard let idle = attempt.idleMS else { return }
        if idle < 100 {
            self.weaken(
                .keepAliveRace,
                by: 4,
                "the connection had been idle for \(Duration.text(milliseconds: idle)) only"
            )
            self.support(.crash, by: 3, "the connection was busy until just before")
        }
        if let known = Self.idleLimits.first(where: { abs(idle - $0.milliseconds) <= 0.05 * $0.milliseconds + 50 }) {
            let time = Duration.text(milliseconds: known.milliseconds)
            self.support(.keepAliveRace, by: 3, "\(time) is the usual idle limit of \(known.programs)")
        }
    }

    /// Idle limits that servers and devices have unless somebody changes them.
    private static let idleLimits: [(milliseconds: Double, programs: String)] = [
        (2000, "gunicorn"), (5000, "Node.js, uvicorn and Apache httpd"), (20_000, "Puma and Tomcat"),
        (60_000, "cloud load balancers and many servers"), (75_000, "nginx"), (130_000, "Kestrel"),
        (240_000, "Azure's load balancer"), (350_000, "AWS NAT gateways and network load balancers"),
    ]

    private mutating func weighWaiting(_ attempt: IncidentAttempt, _ fault: Fault) {
        guard let sent = attempt.sentMS ?? attempt.connectMS, let end = attempt.endMS, end >= sent else { return }
        let waited = end - sent
        let text = Duration.text(milliseconds: waited)
        if fault.kind == .connectionTerminated, waited < 5, !attempt.reused {
            self.support(.misconfiguredUpstream, by: 2, "it hung up \(text) after the request: it hardly read it")
        }
        if fault.kind == .httpResponseTimeout {
            self.support(.slowApplication, by: 1, "the request was sent, and nothing came for \(text)")
        }
        guard fault.kind == .connectionTerminated || fault.kind == .httpResponseIncomplete,
            let limit = Self.roundLimits.first(where: { abs(waited - $0) <= 0.01 * $0 + 100 })
        else { return }
        let round = Duration.text(milliseconds: limit)
        self.support(.slowApplication, by: 6, "it ended after \(text): \(round) looks like a time limit over there")
    }

    private static let roundLimits: [Double] = [
        10_000, 15_000, 20_000, 30_000, 60_000, 90_000, 100_000, 120_000, 300_000,
    ]

    private mutating func weighDelivery(_ attempt: IncidentAttempt, _ fault: Fault) {
        if attempt.bytesSent > 65_536, fault.kind == .connectionTerminated {
            self.support(.sizeLimit, by: 3, "it broke off during an upload (\(attempt.bytesSent) bytes sent)")
        }
        guard let tcp = attempt.tcpInfo else { return }
        if let count = tcp.retransmits, count > 0 {
            self.support(.network, by: min(6, 2 + Int(min(count, 4))), "\(count) segments had to be sent again")
        } else if tcp.retransmits == 0 {
            self.weaken(.network, by: 2, "no segment was lost on the connection")
        }
        guard let acked = tcp.bytesAcked, attempt.bytesSent > 0 else { return }
        if acked == 0 {
            self.support(.network, by: 1, "the peer's machine acknowledged nothing of the request")
            self.weaken(.applicationBug, by: 2, "the application cannot have seen the request")
        } else if acked >= attempt.bytesSent, fault.kind == .httpResponseTimeout {
            self.support(.slowApplication, by: 2, "the application's machine acknowledged the whole request")
            self.weaken(.network, by: 2, "the whole request arrived")
        }
    }

    /// What the bytes say that could not be understood.
    private mutating func weigh(_ bytes: CapturedBytes, _ fault: Fault) {
        guard fault.side == .upstream, let speech = Speech(bytes.bytes) else { return }
        switch speech {
        case .tls: self.support(.tlsSettings, by: 8, "the answer begins like a TLS record: that port speaks HTTPS")
        case .http2: self.support(.protocolDisagreement, by: 8, "the answer begins like an HTTP/2 connection")
        case .ssh: self.support(.protocolDisagreement, by: 10, "the answer begins like SSH")
        case .mail: self.support(.protocolDisagreement, by: 10, "the answer begins like a mail or FTP server")
        case .database: self.support(.protocolDisagreement, by: 10, "the answer begins like a database")
        case .page:
            self.support(.applicationBug, by: 5, "the answer begins with a page, without a status line before it")
        case .trace: self.support(.applicationBug, by: 6, "the answer holds an error message of the application")
        case .cgi:
            self.support(.misconfiguredUpstream, by: 5, "the answer begins like CGI output, without a status line")
        }
    }
}
