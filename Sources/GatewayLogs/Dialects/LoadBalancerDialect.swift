import GatewayFaults
import GatewayGuide

/// The access log of AWS's application load balancer.
///
/// `error_reason` is for functions and authentication only. For servers the marks are a target status of `-`, times of
/// `-1`, and how long it all took: the balancer gives up connecting after 10 s.
struct LoadBalancerDialect: Dialect {
    mutating func read(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int, into line: inout LogLine) {
        var cursor = LineCursor(start, end)
        let type = cursor.field(until: 0x20, bytes)
        guard
            type.equals("http", in: bytes) || type.equals("https", in: bytes) || type.equals("h2", in: bytes)
                || type.equals("ws", in: bytes) || type.equals("wss", in: bytes) || type.equals("grpcs", in: bytes)
        else { return }
        let date = cursor.word(bytes)
        line.time = Calendar.iso(bytes, date.lower, to: date.upper)
        _ = cursor.word(bytes)
        line.client = ApacheErrorDialect.withoutPort(cursor.word(bytes), bytes)
        line.upstream = cursor.word(bytes)
        let times = [cursor.word(bytes), cursor.word(bytes), cursor.word(bytes)]
        let status = cursor.word(bytes)
        let target = cursor.word(bytes)
        guard line.time != Calendar.unknown, let code = Text.number(status, bytes), (0...999).contains(code) else {
            return
        }
        line.kind = .exchange
        line.status = UInt16(code)
        line.upstreamStatus = UInt16(clamping: Text.number(target, bytes) ?? 0)
        line.requestBytes = Text.number(cursor.word(bytes), bytes) ?? -1
        line.bytes = Text.number(cursor.word(bytes), bytes) ?? 0
        let request = cursor.word(bytes)
        Self.readRequest(request, bytes, into: &line)
        var total: Int64 = 0
        for time in times { total += max(0, Text.microseconds(time, bytes) ?? 0) }
        line.duration = total
        guard line.status >= 460 else { return }
        self.judge(&cursor, target, bytes, into: &line)
    }

    private static func readRequest(_ request: Slice, _ bytes: borrowing Span<UInt8>, into line: inout LogLine) {
        var parts = LineCursor(request.lower, request.upper)
        line.method = parts.field(until: 0x20, bytes)
        let url = parts.field(until: 0x20, bytes)
        line.target = url
        // "https://host:443/path": the endpoint is the path.
        guard let scheme = Text.find("://", in: bytes, from: url.lower, to: url.upper) else { return }
        let path = ByteScan.first(UInt8(ascii: "/"), in: bytes, from: scheme + 3, to: url.upper)
        line.host = Slice(scheme + 3, path)
        line.target = Slice(path, url.upper)
    }

    private func judge(
        _ cursor: inout LineCursor,
        _ target: Slice,
        _ bytes: borrowing Span<UInt8>,
        into line: inout LogLine
    ) {
        if line.status == 460 {
            line.verdict = .clientLeft
            return
        }
        guard line.isServerError else { return }
        if !target.isBlank(in: bytes) {
            line.verdict = .origin
            return
        }
        // user agent, cipher, protocol, target group, trace, domain, certificate, priority
        for _ in 0..<8 { _ = cursor.word(bytes) }
        let created = cursor.word(bytes)
        for _ in 0..<2 { _ = cursor.word(bytes) }
        let reason = cursor.word(bytes)
        if !reason.isBlank(in: bytes) {
            let cause = CauseBook.shared.named(reason, of: .loadBalancer, in: bytes)
            line.verdict = cause == nil ? .unclassified : .told
            line.cause = cause ?? .none
            return
        }
        let began = Calendar.iso(bytes, max(0, created.lower), to: max(0, created.upper))
        if began != Calendar.unknown, line.time > began { line.duration = (line.time - began) * 1000 }
        line.verdict = .told
        switch line.status {
        case 503: line.cause = Self.cause(.noEndpointAvailable, "ALB 503")
        case 504:
            let isConnect = (9_000_000...11_000_000).contains(line.duration)
            line.cause = Self.cause(isConnect ? .connectTimeout : .responseHeadTimeout, "ALB 504")
        case 502: line.cause = Self.cause(.closedBeforeHead, "ALB 502")
        default: line.verdict = .untold
        }
    }

    private static func cause(_ detail: Fault.Detail, _ name: String) -> Cause {
        Cause(detail, row: CauseBook.shared.named(name, of: .loadBalancer)?.row ?? 0)
    }
}
