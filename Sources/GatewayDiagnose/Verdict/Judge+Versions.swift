internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

extension Judge {
    /// Tries in both versions together from which on it is hardly chance.
    private static let many = 6

    private var tries: [Visit] {
        (self.seen.pages + self.seen.unverified + self.seen.versions + self.seen.samples.map(\.visit))
            .filter { !$0.exchanges.isEmpty }
    }

    /// The version of HTTP that never works where the other always does.
    var failingVersion: HTTPVersion? {
        let two = self.tries.filter { $0.version == .http2 && !Observations.wantsHTTP1($0) }
        let one = self.tries.filter { $0.version != .http2 }
        guard !two.isEmpty, !one.isEmpty, !self.seen.isOnlyHTTP2 else { return nil }
        if two.allSatisfy({ !Self.isGood($0) }), one.allSatisfy({ Self.isGood($0) }) { return .http2 }
        if one.allSatisfy({ !Self.isGood($0) }), two.allSatisfy({ Self.isGood($0) }) { return .http11 }
        return nil
    }

    /// Whether both versions fail, or one alone.
    mutating func judgeVersions() {
        self.noteOnlyHTTP2()
        let points = self.tries.count >= Self.many ? 24 : 12
        switch self.failingVersion {
        case .http2:
            let line = "every try over HTTP/2 failed, every one over HTTP/1.1 was answered"
            self.scale.support(.http2Broken, by: points, line)
            self.verdict.outcome = .degraded
        case .http11:
            guard let visit = self.seen.versions.first else { return }
            if self.scale.isEmpty { self.judge(visit, all: [visit]) }
            let line = "every try over HTTP/1.1 failed, every one over HTTP/2 was answered"
            self.scale.support(.http1Broken, by: points, line)
            self.fail(at: .exchange, .degraded)
        case .http10, nil: break
        }
    }

    /// No fault, but worth knowing for whoever writes programs against the site.
    private mutating func noteOnlyHTTP2() {
        guard self.seen.isOnlyHTTP2 else { return }
        self.verdict.notes.append("the server speaks HTTP/2 only; programs without it cannot use the site")
    }

    /// What the server did with HTTP/2 that ended the exchange.
    mutating func weighHTTP2(_ fault: Fault, _ exchange: Visit.Exchange, _ after: String) {
        let code = HTTP2ErrorCode(wire: UInt32(bitPattern: fault.code)).name
        if let goAway = exchange.goAway, goAway != .noError {
            self.scale.support(.http2Broken, by: 6, "the server ended the connection with GOAWAY \(goAway.name)")
        }
        switch fault.detail {
        case .streamReset:
            self.scale.support(.closedWithoutAnswer, by: 8, "the stream was reset with \(code)\(after)")
            self.scale.support(.http2Broken, by: 4, "a reset of one stream is particular to HTTP/2")
        case .streamRefused:
            self.scale.support(.closedWithoutAnswer, by: 5, "the server took no request on the connection (\(code))")
            self.scale.support(.overloaded, by: 2, "servers refuse streams when they have too many")
        case .http2NotSpoken:
            let bytes = Self.quoted(exchange.strangeBytes)
            self.scale.support(.http2Broken, by: 9, "HTTP/2 was agreed on, and the answer begins with \(bytes)")
        // Default: only violations of RFC 9113 are left.
        default:
            let rule = exchange.violation.map { "\($0.rule.sentence) (\($0.rule.section))" } ?? "broke a rule"
            self.scale.support(.http2Broken, by: 9, "the server \(rule)")
        }
    }
}
