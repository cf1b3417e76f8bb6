internal import GatewayFaults
internal import GatewayGuide
internal import GatewayReactor
internal import GatewayWire

extension Judge {
    /// The exchange went wrong, or the answer says that something did.
    mutating func judgeAnswer(_ visit: Visit) {
        if let exchange = visit.exchanges.first, let fault = exchange.fault {
            self.weighFault(fault, exchange)
            if visit.isAskedForCertificate, exchange.response == nil {
                let line = "the server asked for a certificate in the handshake and ended the connection without one"
                self.fail(at: .handshake, self.verdict.outcome)
                self.scale.support(.clientCertificate, by: 16, line)
            }
            // A response that was not whole may still say who made it.
            guard exchange.response?.status ?? 0 >= 500 else { return self.weighOrigins(visit) }
        }
        guard let response = visit.response else { return }
        if Self.isMisdirected(response) {
            self.scale.support(.tlsOnPlainPort, by: 9, "the server says that this is its port for TLS")
            return
        }
        self.judgeStatus(response, visit)
        self.weighOrigins(visit)
    }

    private mutating func weighFault(_ fault: Fault, _ exchange: Visit.Exchange) {
        let after = exchange.total.map { " after \(Self.text($0))" } ?? ""
        switch fault.detail {
        case .closedBeforeHead, .resetBeforeHead:
            let how = fault.detail == .resetBeforeHead ? "reset" : "closed"
            self.scale.support(.closedWithoutAnswer, by: 8, "the connection was \(how) without a byte\(after)")
        case .closedInsideHead, .resetInsideHead:
            self.scale.support(.closedWithoutAnswer, by: 6, "the connection ended inside the head\(after)")
            self.scale.support(.malformedHead, by: 2, "the head has no end")
        case .responseHeadTimeout, .sendStalled, .totalTimeout:
            self.scale.support(.slowAnswer, by: 8, "the request was taken, and nothing came\(after)")
        case .headStalled:
            self.scale.support(.slowAnswer, by: 5, "the head began and did not end\(after)")
            self.scale.support(.malformedHead, by: 3, "the head has no end")
        case .bodyStalled:
            self.scale.support(.contentStalled, by: 9, "\(Self.received(exchange)) came, then nothing more")
        case .lengthTruncated, .chunkedTruncated, .resetInsideBody, .streamResetInsideBody:
            self.scale.support(.contentCutShort, by: 9, "\(Self.received(exchange)) came before the end\(after)")
        case .statusLineMalformed, .responseHTTP09, .responseVersionUnsupported:
            self.scale.support(.notHTTP, by: 8, "the answer begins with \(Self.quoted(exchange.strangeBytes))")
        case .tlsOnPlainPort:
            self.scale.support(.tlsOnPlainPort, by: 10, "the answer begins like a TLS record")
        case .responseHeadTooLarge, .responseFieldTooLarge, .responseFieldsTooMany:
            self.scale.support(.headTooLarge, by: 9, "the head passes \(fault.code) bytes or fields")
        case .streamReset, .streamRefused, .http2NotSpoken, .http2Violation:
            self.weighHTTP2(fault, exchange, after)
        // Default: everything else that a parser refuses is a rule that the answer breaks.
        default:
            let name = Guide.words(for: fault.detail).title
            self.scale.support(.malformedHead, by: 8, "\(name) (\(fault.detail.token), at byte \(fault.code))")
        }
    }

    private static func received(_ exchange: Visit.Exchange) -> String {
        guard let response = exchange.response else { return "nothing" }
        switch response.framing {
        case .length(let length): return "\(response.contentBytes) of \(length) bytes"
        case .none, .chunked, .untilClose: return "\(response.contentBytes) bytes"
        }
    }

    /// The first line, as far as it is text; other bytes in hexadecimal.
    static func quoted(_ bytes: [UInt8]) -> String {
        let end = bytes.firstIndex { $0 == 0x0D || $0 == 0x0A } ?? bytes.endIndex
        let text = bytes[..<(end == 0 ? bytes.endIndex : end)].prefix(32).map { byte in
            guard !(0x20...0x7E).contains(byte) else { return String(UnicodeScalar(byte)) }
            return "<" + (byte < 16 ? "0" : "") + String(byte, radix: 16) + ">"
        }
        return "\"\(text.joined())\""
    }

    // MARK: - Status

    static func traits(_ visit: Visit) -> ResponseTraits? {
        guard let response = visit.response else { return nil }
        let readable = response.isCoded ? "" : String(decoding: response.content, as: UTF8.self)
        return ResponseTraits(
            status: Int(response.status),
            fields: response.fields.map { ($0.name, $0.value) },
            body: readable,
            length: response.isComplete ? Int(response.contentBytes) : nil,
            seconds: visit.exchanges.first?.firstByte.map { $0 / 1000 }
        )
    }

    private mutating func judgeStatus(_ response: VisitResponse, _ visit: Visit) {
        guard let traits = Self.traits(visit) else { return }
        let attribution = Attribution(traits)
        self.verdict.attribution = attribution
        self.verdict.references = ServerReference.all(in: traits)
        let said = "status \(response.status) \(StatusPhrase.phrase(Int(response.status)))"
        if response.status == 429 {
            self.scale.support(.refusedByPolicy, by: 8, said)
            return
        }
        if attribution.madeBy == .product, attribution.name != nil {
            self.weighProduct(attribution, said)
        } else {
            self.weighUnknown(Int(response.status), attribution, said, response)
        }
        self.weighTime(visit, Int(response.status))
        self.certainty = max(0.6, min(self.certainty, attribution.name == nil ? 0.75 : attribution.confidence))
    }

    /// The maker is known: what its answer means is in the book.
    private mutating func weighProduct(_ attribution: Attribution, _ said: String) {
        guard !attribution.errors.isEmpty else {
            self.scale.support(.gatewayFault, by: 4, said)
            for line in attribution.evidence { self.scale.support(.gatewayFault, by: 0, line) }
            return
        }
        var points = attribution.isStated ? 12 : 8
        for kind in attribution.errors.prefix(4) {
            let cause = SiteCause.told(by: kind)
            self.scale.support(cause, by: points, said)
            for line in attribution.evidence { self.scale.support(cause, by: 0, line) }
            points = max(1, points - (attribution.isStated ? 6 : 3))
        }
    }

    /// No gateway shows itself, or it passed on what came from behind.
    private mutating func weighUnknown(
        _ status: Int,
        _ attribution: Attribution,
        _ said: String,
        _ response: VisitResponse
    ) {
        let lines = [said] + attribution.evidence
        let passed = attribution.name.map { "the page is not one of \($0): it passed it on" }
        let ranked: [(SiteCause, Int)] =
            switch status {
            case 502 where attribution.name == nil: [(.originDown, 4), (.originClosed, 4), (.applicationError, 2)]
            case 504 where attribution.name == nil: [(.originSlow, 8), (.originSilent, 2)]
            case 503: [(.overloaded, 5), (.maintenance, 3), (.applicationError, 3)]
            case 508: [(.gatewayConfiguration, 8)]
            // Default: the application's own statuses.
            default: [(.applicationError, 8)]
            }
        for (cause, points) in ranked {
            self.scale.support(cause, by: points)
            for line in lines + (passed.map { [$0] } ?? []) { self.scale.support(cause, by: 0, line) }
        }
        guard status == 503 else { return }
        if let wait = response.field("retry-after") {
            self.scale.support(.maintenance, by: 1, "Retry-After is \(wait.prefix(40))")
        }
        let text = String(decoding: response.content.prefix(8192), as: UTF8.self).lowercased()
        if text.contains("maintenance") || text.contains("wartung") {
            self.scale.support(.maintenance, by: 6, "the page speaks of maintenance")
        }
        if text.contains("overload") || text.contains("too many") || text.contains("capacity") {
            self.scale.support(.overloaded, by: 5, "the page speaks of load")
        }
    }

    /// An error that came at once was not waited for; one that came late was.
    private mutating func weighTime(_ visit: Visit, _ status: Int) {
        guard let time = visit.exchanges.first?.firstByte, let connect = visit.connect else { return }
        if time < connect + 8 {
            let line = "it came at once (\(Self.text(time))): nothing was waited for"
            for cause in [SiteCause.originDown, .originUnavailable] where self.isSuspected(cause) {
                self.scale.support(cause, by: 2, line)
            }
            self.scale.weaken(.originSlow, by: 3, line)
            self.scale.weaken(.originSilent, by: 3, line)
        } else if time > 2500 {
            let line = "it came after \(Self.text(time))"
            for cause in [SiteCause.originSlow, .originSilent] where self.isSuspected(cause) {
                self.scale.support(cause, by: 2, line)
            }
            self.scale.weaken(.originDown, by: 4, line)
        }
    }

    func isSuspected(_ cause: SiteCause) -> Bool { self.scale.ranked.contains { $0.cause == cause } }
}
