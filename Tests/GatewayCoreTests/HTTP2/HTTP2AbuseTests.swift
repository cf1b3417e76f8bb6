import GatewayBytes
import GatewayWire
import Testing

@testable import GatewayCore

private typealias Wire = HTTP2Bytes

/// What a peer may do only so often; each ends its connection with GOAWAY and ENHANCE_YOUR_CALM.
struct HTTP2AbuseTests {
    /// Repeats until the connection is closed, at most `most` times; returns how often it held, and the last event.
    private static func repeated(
        _ driver: inout HTTP2Driver,
        most: Int,
        _ bytes: (Int) -> [UInt8]
    ) -> (held: Int, last: String) {
        for count in 0..<most {
            let last = driver.feed(bytes(count)).last ?? "nothing"
            if last.hasPrefix("closed") { return (count, last) }
        }
        return (most, "open")
    }

    private static func stream(_ count: Int) -> UInt32 { UInt32(2 * count + 1) }

    /// CVE-2023-44487.
    @Test
    func rapidReset() {
        var driver = HTTP2Driver(.server)
        let run = Self.repeated(&driver, most: 1000) { count in
            Wire.headers(Self.stream(count), Wire.get, end: true) + Wire.reset(Self.stream(count), 8)
        }
        #expect(run == (200, "closed ENHANCE_YOUR_CALM rapid_reset"))
        #expect(driver.sent().last == "goaway 401 ENHANCE_YOUR_CALM")
    }

    /// The same by making us reset (CVE-2025-8671).
    @Test
    func resetsThatThePeerProvokes() {
        var driver = HTTP2Driver(.server)
        let run = Self.repeated(&driver, most: 1000) { count in
            Wire.headers(Self.stream(count), Wire.get, end: false) + Wire.windowUpdate(Self.stream(count), 0)
        }
        #expect(run == (200, "closed ENHANCE_YOUR_CALM rapid_reset"))
    }

    /// A browser that leaves a page takes back what it asked for, and goes on.
    @Test
    func someResetsAreNormal() {
        var driver = HTTP2Driver(.server)
        for round in 0..<50 {
            for count in 0..<20 {
                let stream = Self.stream(round * 20 + count)
                _ = driver.feed(Wire.headers(stream, Wire.get, end: true))
                if count % 2 == 0 { driver.respond(stream) } else { _ = driver.feed(Wire.reset(stream, 8)) }
            }
        }
        #expect(driver.feed(Wire.headers(9999, Wire.get, end: true)) == ["head 9999 GET / HTTP/1.1 end"])
    }

    @Test
    func continuationFlood() {
        var driver = HTTP2Driver(.server)
        _ = driver.feed(Wire.frame(1, 0, 1, Wire.get))
        let run = Self.repeated(&driver, most: 100) { _ in Wire.frame(9, 0, 1, []) }
        #expect(run == (16, "closed ENHANCE_YOUR_CALM continuation_flood"))
    }

    @Test
    func headerBlockTooLarge() {
        var driver = HTTP2Driver(.server)
        _ = driver.feed(Wire.frame(1, 0, 1, Wire.get))
        let run = Self.repeated(&driver, most: 100) { _ in
            Wire.frame(9, 0, 1, [UInt8](repeating: 0x82, count: 16_384))
        }
        #expect(run == (3, "closed ENHANCE_YOUR_CALM header_block_too_large"))
    }

    /// One octet that stands for four kilobytes, many times (an "HPACK bomb").
    @Test
    func bomb() {
        var driver = HTTP2Driver(.server)
        let large: [UInt8] = [0x40, 1, 0x61, 0x7f, 0x81, 0x1e] + [UInt8](repeating: 0x62, count: 4000 - 32)
        #expect(driver.feed(Wire.headers(1, Wire.get + large, end: true)) == ["head 1 GET / HTTP/1.1 end"])
        let bomb = Wire.get + [UInt8](repeating: 0xbe, count: 10_000)
        #expect(driver.feed(Wire.headers(3, bomb, end: true)) == ["closed ENHANCE_YOUR_CALM header_list_too_large"])
        // What was decoded before the end is bounded by four lists.
        #expect(driver.message.capacity <= 1 << 20)
    }

    /// Over the limit, but no attack: 431 can be answered, and the connection goes on.
    @Test
    func headerListTooLarge() {
        var limits = HTTP2Limits()
        limits.headerListSize = 1000
        var driver = HTTP2Driver(.server, limits: limits)
        var block = Wire.get + [0x40, 1, 0x61, 1, 0x62]
        for _ in 0..<30 { block.append(0xbe) }
        #expect(driver.feed(Wire.headers(1, block, end: true)) == ["too large 1"])
        driver.respond(1, "HTTP/1.1 431 \r\n\r\n")
        #expect(driver.sent() == ["headers 1 end"])
        // The compression state is in step.
        #expect(driver.feed(Wire.headers(3, Wire.get + [0xbe], end: true)) == ["head 3 GET / HTTP/1.1 end"])
        #expect(driver.message.text.hasSuffix("a: b\r\n\r\n"))
    }

    static let floods: [(String, Int, [UInt8], String)] = [
        // The handshake took one.
        ("settings", 31, HTTP2Bytes.settings(), "settings_flood"),
        ("ping", 100, HTTP2Bytes.frame(6, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]), "ping_flood"),
        ("empty data", 100, HTTP2Bytes.data(1, 0), "empty_data_flood"),
        ("padding only", 100, HTTP2Bytes.frame(0, 8, 1, [0]), "empty_data_flood"),
        ("window updates", 1000, HTTP2Bytes.windowUpdate(1, 1), "window_update_flood"),
        ("priority", 500, HTTP2Bytes.frame(2, 0, 1, [0, 0, 0, 0, 0]), "priority_flood"),
        ("priority update", 500, HTTP2Bytes.frame(16, 0, 0, [0, 0, 0, 1]), "priority_flood"),
        ("unknown frames", 100, HTTP2Bytes.frame(0x42), "unknown_frame_flood"),
    ]

    @Test(arguments: HTTP2AbuseTests.floods)
    func flood(_ name: String, _ held: Int, _ bytes: [UInt8], _ rule: String) {
        var driver = HTTP2Driver(.server)
        _ = driver.feed(Wire.headers(1, Wire.post))
        let run = Self.repeated(&driver, most: 5000) { _ in bytes }
        #expect(run == (held, "closed ENHANCE_YOUR_CALM \(rule)"), "\(name)")
    }

    /// The same number over a long time is no flood.
    @Test(arguments: HTTP2AbuseTests.floods)
    func slowly(_ name: String, _ held: Int, _ bytes: [UInt8], _ rule: String) {
        var driver = HTTP2Driver(.server)
        _ = driver.feed(Wire.headers(1, Wire.post))
        for _ in 0..<2 * held {
            driver.now += 1000
            #expect(driver.feed(bytes).last?.hasPrefix("closed") != true, "\(name)")
        }
    }

    /// Streams opened although no more are allowed are refused, unprocessed, and after a while the peer is.
    @Test
    func streamChurn() {
        var limits = HTTP2Limits()
        limits.concurrentStreams = 4
        var driver = HTTP2Driver(.server, limits: limits)
        for count in 0..<4 { _ = driver.feed(Wire.headers(Self.stream(count), Wire.get, end: true)) }
        #expect(driver.feed(Wire.headers(9, Wire.get, end: true)).isEmpty)
        #expect(driver.sent() == ["rst 9 REFUSED_STREAM"])
        driver.respond(1)
        #expect(driver.feed(Wire.headers(11, Wire.get, end: true)) == ["head 11 GET / HTTP/1.1 end"])
        let run = Self.repeated(&driver, most: 1000) { count in
            Wire.headers(13 + 2 * UInt32(count), Wire.get, end: true)
        }
        #expect(run == (255, "closed ENHANCE_YOUR_CALM stream_churn"))
    }

    /// Who reads is given what reading takes: windows for content that is sent are no flood.
    @Test
    func windowUpdatesForContentAreFree() {
        var driver = HTTP2Driver(.server)
        _ = driver.feed(Wire.headers(1, Wire.get, end: true))
        driver.respond(1, endStream: false)
        let content: [UInt8] = [1, 2, 3]
        for _ in 0..<5000 {
            #expect(driver.connection.sendData(1, content.span, endStream: false, output: &driver.output) == 3)
            driver.output.clear()
            #expect(driver.feed(Wire.windowUpdate(1, 3) + Wire.windowUpdate(0, 3)) == ["writable", "writable"])
        }
    }

    @Test
    func interimFlood() {
        var driver = HTTP2Driver(.client)
        #expect(driver.request() == 1)
        let hint = Wire.headers(1, Wire.fields((":status", "103")))
        for _ in 0..<100 { #expect(driver.feed(hint) == ["head 1 HTTP/1.1 103  interim"]) }
        #expect(driver.feed(hint) == ["failed 1 ENHANCE_YOUR_CALM interim_flood"])
    }

    /// After the end nothing is read and nothing more is said.
    @Test
    func aClosedConnectionIsSilent() {
        var driver = HTTP2Driver(.server)
        _ = driver.feed(Wire.frame(9, 4, 1))
        #expect(driver.sent() == ["goaway 0 PROTOCOL_ERROR"])
        #expect(driver.feed(Wire.headers(1, Wire.get)) == ["closed PROTOCOL_ERROR continuation_unexpected"])
        #expect(driver.sent().isEmpty)
    }
}
