import GatewayFaults
import GatewayWire
import Testing

@testable import GatewayDiagnose

@Suite struct ResponseReadingTests {
    private static func read(_ pieces: [String], limits: VisitLimits = VisitLimits()) -> (String, VisitResponse?) {
        var reading = ResponseReading(method: .get, limits: limits)
        var rest: [UInt8] = []
        for piece in pieces {
            rest += Array(piece.utf8)
            let (consumed, step) = reading.take(rest.span)
            rest.removeFirst(consumed)
            switch step {
            case .needMore: continue
            case .complete: return ("complete", reading.response)
            case .enough: return ("enough", reading.response)
            case .failed(let fault): return (fault.detail.token, reading.response)
            }
        }
        let fault = reading.ended(reset: false, errno: 0, hasBytes: !rest.isEmpty, isReused: false)
        return (fault?.detail.token ?? "ended", reading.response)
    }

    @Test func readsByteByByte() {
        let whole =
            "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 502 Bad Gateway\r\nServer: x\r\nContent-Length: 5\r\n\r\nhello"
        let (result, response) = Self.read(whole.map { String($0) }.flatMap { $0 == "\r\n" ? ["\r", "\n"] : [$0] })
        #expect(result == "complete")
        #expect(response?.status == 502)
        #expect(response?.field("server") == "x")
        #expect(response?.content == Array("hello".utf8))
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", "length_truncated"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", "chunked_truncated"),
        ("HTTP/1.1 200 OK\r\n\r\nuntil the close", "ended"),
        ("HTTP/1.1 200 OK\r\nX: ", "closed_inside_head"),
        ("", "closed_before_head"),
        ("SSH-2.0-x\r\n", "response_http_zero_nine"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "response_lengths_differ"),
        ("HTTP/1.1 200 OK\r\nServer: \u{1B}[2J\r\n\r\n", "response_field_value_invalid"),
    ])
    func namesWhatIsWrong(_ bytes: String, _ expected: String) {
        #expect(Self.read([bytes]).0 == expected)
    }

    @Test func stopsAtItsLimit() {
        var limits = VisitLimits()
        limits.content = 100
        limits.kept = 10
        let (result, response) = Self.read(
            ["HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 50), String(repeating: "y", count: 60)],
            limits: limits
        )
        #expect(result == "enough")
        #expect(response?.isCut == true)
        #expect(response?.content.count == 10)
        #expect(response?.contentBytes == 110)
    }
}
