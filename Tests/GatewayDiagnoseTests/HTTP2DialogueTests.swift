import GatewayBytes
import GatewayCore
import GatewayFaults
import GatewayWire
import Testing

@testable import GatewayDiagnose

/// HTTP/2 as a walk speaks it, against the server's side of the same protocol and against bytes that are none.
@Suite struct HTTP2DialogueTests {
    private static let request = VisitPlan.Request(
        method: "GET",
        bytes: Array("GET /page HTTP/1.1\r\nHost: site.example\r\nUser-Agent: test\r\n\r\n".utf8)
    )

    /// What a dialogue makes of an answer: the text, and the fault's token.
    private static func ask(
        _ request: VisitPlan.Request = request,
        answer: (inout HTTP2Connection, UInt32, inout Buffer) -> Void
    ) -> (text: String, fault: String?, seen: String) {
        var toServer = Buffer()
        var toClient = Buffer()
        var text = Buffer()
        var message = Buffer()
        var dialogue = HTTP2Dialogue(output: &toServer)
        var server = HTTP2Connection(role: .server)
        server.start(output: &toClient)
        #expect(dialogue.ask(request, isTLS: true, output: &toServer))
        var seen = ""
        while !toServer.isEmpty {
            let received = server.receive(toServer, now: 0, message: &message, output: &toClient)
            toServer.consume(received.consumed)
            if case .head(let stream, _, _, _) = received.action {
                seen = String(decoding: message.prefix(message.count), as: UTF8.self)
                answer(&server, stream, &toClient)
            }
            if case .needMore = received.action { break }
        }
        let step = dialogue.receive(&toClient, now: 0, text: &text, output: &toServer)
        var fault: String?
        if case .failed(let failed, _) = step { fault = failed.detail.token }
        return (String(decoding: text.prefix(text.count), as: UTF8.self), fault, seen)
    }

    private static func send(
        _ server: inout HTTP2Connection,
        _ stream: UInt32,
        _ head: String,
        _ content: String?,
        _ output: inout Buffer
    ) {
        server.sendHead(stream, Array(head.utf8).span, endStream: content == nil, output: &output)
        guard let content else { return }
        _ = server.sendData(stream, Array(content.utf8).span, endStream: true, output: &output)
    }

    @Test func anAnswerBecomesTheTextOfTheOtherVersion() {
        let (text, fault, seen) = Self.ask { server, stream, output in
            Self.send(&server, stream, "HTTP/1.1 502 Bad Gateway\r\nServer: x\r\n\r\n", "hello", &output)
        }
        #expect(fault == nil)
        #expect(seen.hasPrefix("GET /page HTTP/1.1\r\nhost: site.example\r\n"))
        #expect(text == "HTTP/1.1 502 \r\nserver: x\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
    }

    @Test func lengthAndNoContentAreKept() {
        let (sized, _, _) = Self.ask { server, stream, output in
            Self.send(&server, stream, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", "ok", &output)
        }
        #expect(sized == "HTTP/1.1 200 \r\ncontent-length: 2\r\n\r\nok")
        let (empty, _, _) = Self.ask { server, stream, output in
            Self.send(&server, stream, "HTTP/1.1 200 OK\r\n\r\n", nil, &output)
        }
        #expect(empty == "HTTP/1.1 200 \r\ncontent-length: 0\r\n\r\n")
    }

    @Test func contentIsSent() {
        var request = Self.request
        (request.method, request.content) = ("POST", Array("a=1".utf8))
        request.bytes = Array("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n".utf8)
        let (_, fault, seen) = Self.ask(request) { server, stream, output in
            Self.send(&server, stream, "HTTP/1.1 204 No Content\r\n\r\n", nil, &output)
        }
        #expect(fault == nil)
        #expect(seen.contains("content-length: 3\r\n"))
    }

    @Test func resetsAreToldByWhereTheyCome() {
        let before = Self.ask { server, stream, output in
            server.reset(stream, .internalError, output: &output)
        }
        #expect(before.fault == "stream_reset")
        let refused = Self.ask { server, stream, output in
            server.reset(stream, .refusedStream, output: &output)
        }
        #expect(refused.fault == "stream_refused")
        let inside = Self.ask { server, stream, output in
            server.sendHead(stream, Array("HTTP/1.1 200 OK\r\n\r\n".utf8).span, endStream: false, output: &output)
            server.reset(stream, .internalError, output: &output)
        }
        #expect(inside.fault == "stream_reset_inside_body")
        #expect(inside.text.hasPrefix("HTTP/1.1 200 "))
    }

    private static func read(_ bytes: [UInt8]) -> (fault: String?, rule: HTTP2Rule?) {
        var input = Buffer()
        var text = Buffer()
        var output = Buffer()
        var dialogue = HTTP2Dialogue(output: &output)
        _ = dialogue.ask(Self.request, isTLS: false, output: &output)
        input.append(bytes)
        guard case .failed(let fault, let error) = dialogue.receive(&input, now: 0, text: &text, output: &output)
        else { return (nil, nil) }
        return (fault.detail.token, error?.rule)
    }

    @Test func whatIsNoHTTP2IsNamed() {
        #expect(Self.read(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)).fault == "http_two_not_spoken")
    }

    private static let settings: [UInt8] = [0, 0, 0, 4, 0, 0, 0, 0, 0]

    /// A frame of type `type` on stream 1.
    private static func frame(_ type: UInt8, flags: UInt8, _ payload: [UInt8]) -> [UInt8] {
        [0, UInt8(payload.count >> 8), UInt8(payload.count & 255), type, flags, 0, 0, 0, 1] + payload
    }

    @Test func brokenRulesAreNamed() {
        // `connection: close` as a literal without indexing (RFC 9113 §8.2.2).
        let field: [UInt8] = [0x88, 0x00, 10] + Array("connection".utf8) + [5] + Array("close".utf8)
        let forbidden = Self.read(Self.settings + Self.frame(1, flags: 5, field))
        #expect(forbidden.fault == "http_two_violation")
        #expect(forbidden.rule == .connectionSpecificField)
        // Ten octets are announced and two come.
        let length: [UInt8] = [0x88, 0x0F, 0x0D, 2, 0x31, 0x30]
        let short = Self.settings + Self.frame(1, flags: 4, length) + Self.frame(0, flags: 1, [0x6F, 0x6B])
        #expect(Self.read(short).fault == "length_truncated")
    }

    @Test func fieldsWithoutEndAreCutOff() {
        var bytes = Self.settings + Self.frame(1, flags: 0, [0x88])
        // CONTINUATION without END_HEADERS.
        for _ in 0..<40 { bytes += Self.frame(9, flags: 0, [UInt8](repeating: 0x88, count: 10)) }
        #expect(Self.read(bytes).fault == "response_head_too_large")
    }
}
