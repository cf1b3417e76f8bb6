import GatewayFaults
import GatewayWire
import Testing

/// Each limit holds exactly, names itself, and does not depend on how the bytes come.
struct HeadLimitTests {
    private static let limits = HeadLimits(startLine: 40, field: 30, head: 120, fieldCount: 4, interim: 0)

    private static let requests: [(Fault.Detail?, String)] = [
        // A request line of exactly 40 bytes, and one more.
        (nil, "GET /" + String(repeating: "a", count: 24) + " HTTP/1.1\r\nHost: a\r\n\r\n"),
        (.requestLineTooLong, "GET /" + String(repeating: "a", count: 25) + " HTTP/1.1\r‸\nHost: a\r\n\r\n"),
        (.requestLineTooLong, "GET /?" + String(repeating: "a", count: 34) + "‸aaaaaaaaaaa"),
        (.requestLineTooLong, String(repeating: "G", count: 40) + "‸GGG"),
        (.requestLineTooLong, "\r\nGET /" + String(repeating: "a", count: 25) + " HTTP/1.1\r‸\nHost: a\r\n\r\n"),
        // A bad byte before the limit is told first.
        (.requestTargetInvalid, "GET /aaa‸#" + String(repeating: "a", count: 40)),
        // A field line of exactly 30 bytes, and one more.
        (nil, "GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "x", count: 25) + "\r\n\r\n"),
        (.requestFieldTooLarge, "GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "x", count: 26) + "\r‸\n\r\n"),
        (.requestFieldTooLarge, "GET / HTTP/1.1\r\n" + String(repeating: "x", count: 30) + "‸xx"),
        // A head of exactly 120 bytes, and one more.
        (nil, Self.head(120)),
        (.requestHeadTooLarge, String(Self.head(121).dropLast(1)) + "\r‸\n"),
        (.requestFieldsTooMany, "GET / HTTP/1.1\r\nHost: a\r\nA: b\r\nC: d\r\nE: f\r\n‸G: h\r\n\r\n"),
        (.requestFieldsTooMany, "GET / HTTP/1.1\r\nHost: a\r\nA: b\r\nC: d\r\nE: f\r\n‸(: h\r\n\r\n"),
        (nil, "GET / HTTP/1.1\r\nHost: a\r\nA: b\r\nC: d\r\nE: f\r\n\r\n"),
    ]

    /// A request of `count` bytes with four fields.
    private static func head(_ count: Int) -> String {
        let start =
            "GET /aaaaaaaaaaaaaaaaaaaa HTTP/1.1\r\nHost: aaaaaaaaaaaaaaaaaaaa\r\nA: aaaaaaaaaaaaaaaaaaaaaaaa\r\nB: "
        return start + String(repeating: "b", count: count - start.utf8.count - 4) + "\r\n\r\n"
    }

    @Test(arguments: Self.requests)
    func holdForRequests(_ detail: Fault.Detail?, _ text: String) {
        if let detail {
            let marked = MarkedText(text)
            self.check(marked.bytes) { $0 == .fault(detail, at: marked.offset) }
        } else {
            self.check(bytes(text)) {
                if case .complete(let summary) = $0 { summary.bytes == text.unicodeScalars.count } else { false }
            }
        }
    }

    private func check(_ bytes: [UInt8], _ isExpected: (Outcome<RequestSummary>) -> Bool) {
        let outcome = readRequest(bytes, limits: Self.limits)
        #expect(isExpected(outcome), "\(outcome)")
        SplitCheck.run(bytes) {
            var head = RequestHead()
            return { head.outcome($0, limits: Self.limits) }
        }
    }

    private static let responses: [(Fault.Detail, String)] = [
        (.responseHeadTooLarge, "HTTP/1.1 200 " + String(repeating: "x", count: 27) + "‸xx"),
        (.responseFieldTooLarge, "HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 26) + "\r‸\n\r\n"),
        (.responseFieldsTooMany, "HTTP/1.1 200 OK\r\nA:\r\nB:\r\nC:\r\nD:\r\n‸E:\r\n\r\n"),
        (.responseHeadTooLarge, Self.longResponse),
    ]

    /// The fourth field line reaches over the limit of the head.
    private static let longResponse =
        "HTTP/1.1 200 OK\r\n" + String(repeating: "Abcd: 0123456789abcdefghi\r\n", count: 3)
        + "Abcd: 0123456789abcdef‸ghi\r\n\r\n"

    @Test(arguments: Self.responses)
    func holdForResponses(_ detail: Fault.Detail, _ text: String) {
        let marked = MarkedText(text)
        #expect(readResponse(marked.bytes, limits: Self.responseLimits) == .fault(detail, at: marked.offset))
        SplitCheck.run(marked.bytes) {
            var head = ResponseHead()
            return { head.outcome($0, limits: Self.responseLimits) }
        }
    }

    private static let responseLimits = HeadLimits(startLine: 40, field: 30, head: 120, fieldCount: 4, interim: 0)

    @Test
    func areClampedToWhatOffsetsCanSay() {
        let limits = HeadLimits(startLine: .max, field: -1, head: .min, fieldCount: 1, interim: 1)
        #expect(limits.startLine == 1 << 30 && limits.field == 0 && limits.head == 0)
        #expect(readRequest(bytes("GET"), limits: limits) == .fault(.requestHeadTooLarge, at: 0))
    }
}
