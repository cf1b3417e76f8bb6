import GatewayFaults

/// nginx's variables about upstreams, each a list with one value for each attempt ("502, 200", "a : b").
///
/// nginx writes a status of its own into the list where there was none (502, 504), so a status alone does not tell whose
/// it is; a missing time of connection or of the response's head does.
struct UpstreamList {
    var address = Slice.none
    var status = Slice.none
    var connectTime = Slice.none
    var headTime = Slice.none
    var responseTime = Slice.none

    func judge(_ bytes: borrowing Span<UInt8>, into line: inout LogLine) {
        line.upstream = self.lastAddress(bytes)
        let status = Self.last(self.status, bytes)
        line.upstreamStatus = UInt16(clamping: Text.number(status, bytes) ?? 0)
        guard line.isServerError else { return }
        if self.address.isBlank(in: bytes) && !self.address.isMissing {
            // Nothing was asked: nginx answered by itself.
            line.verdict = .untold
            return
        }
        line.isInferred = true
        let connect = Self.last(self.connectTime, bytes)
        let head = Self.last(self.headTime, bytes)
        if !connect.isMissing, connect.isBlank(in: bytes) {
            line.verdict = .told
            line.cause = Cause(line.status == 504 ? .connectTimeout : .connectRefused)
        } else if !head.isMissing, head.isBlank(in: bytes) {
            line.verdict = .told
            line.cause = Cause(line.status == 504 ? .responseHeadTimeout : .closedBeforeHead)
        } else if !head.isMissing, line.upstreamStatus == line.status {
            line.verdict = .origin
        } else if line.upstreamStatus != 0, !Self.isGatewayStatus(line.upstreamStatus) {
            line.verdict = .origin
        } else if line.status == 504 {
            line.verdict = .told
            line.cause = Cause(.responseHeadTimeout)
        }
    }

    func lastAddress(_ bytes: borrowing Span<UInt8>) -> Slice { Self.last(self.address, bytes) }

    private static func isGatewayStatus(_ status: UInt16) -> Bool { status == 502 || status == 503 || status == 504 }

    /// The value of the last attempt.
    private static func last(_ list: Slice, _ bytes: borrowing Span<UInt8>) -> Slice {
        guard !list.isMissing else { return list }
        var at = list.upper
        while at > list.lower, bytes[at - 1] != 0x20 { at -= 1 }
        var upper = list.upper
        if upper > at, bytes[upper - 1] == UInt8(ascii: ",") { upper -= 1 }
        return Slice(at, upper)
    }
}
