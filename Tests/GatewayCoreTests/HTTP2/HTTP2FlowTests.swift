import GatewayBytes
import GatewayWire
import Testing

@testable import GatewayCore

private typealias Wire = HTTP2Bytes

/// Windows in both directions (RFC 9113 §5.2, §6.9).
struct HTTP2FlowTests {
    // MARK: - Content that comes in

    @Test
    func aPeerThatSendsMoreThanAStreamMay() {
        var driver = HTTP2Driver(.server)
        driver.takesContent = false
        _ = driver.feed(Wire.headers(1, Wire.post) + (0..<3).flatMap { _ in Wire.data(1, 16_384) })
        #expect(driver.feed(Wire.data(1, 16_383)) == ["data 1 16383"])
        #expect(driver.feed(Wire.data(1, 1)) == ["failed 1 FLOW_CONTROL_ERROR flow_control_exceeded"])
        #expect(driver.feed(Wire.headers(3, Wire.get, end: true)) == ["head 3 GET / HTTP/1.1 end"])
    }

    @Test
    func aPeerThatSendsMoreThanTheConnectionMay() {
        var limits = HTTP2Limits()
        limits.connectionWindow = 65_535
        var driver = HTTP2Driver(.server, limits: limits)
        driver.takesContent = false
        _ = driver.feed(Wire.headers(1, Wire.post) + Wire.headers(3, Wire.post))
        _ = driver.feed((0..<3).flatMap { _ in Wire.data(1, 16_384) } + Wire.data(3, 16_383))
        #expect(driver.feed(Wire.data(3, 1)) == ["closed FLOW_CONTROL_ERROR flow_control_exceeded"])
    }

    /// Who takes content at once gets it through windows that grow to their bound, and never past it.
    @Test
    func windowsGrowForWhoTakesContent() {
        var limits = HTTP2Limits()
        limits.mostStreamWindow = 200_000
        limits.mostConnectionWindow = 300_000
        var driver = HTTP2Driver(.server, limits: limits)
        _ = driver.feed(Wire.headers(1, Wire.post))
        driver.takesContent = false
        var windows = [0: 262_144, 1: 65_535]
        for _ in 0..<12 {
            let count = min(windows[0] ?? 0, windows[1] ?? 0)
            var rest = count
            while rest > 0 {
                _ = driver.feed(Wire.data(1, min(rest, 16_384)))
                rest -= min(rest, 16_384)
            }
            driver.connection.consumed(1, count, output: &driver.output)
            windows[0]? -= count
            windows[1]? -= count
            for frame in driver.sent() {
                let words = frame.split(separator: " ").compactMap { Int($0) }
                windows[words[0]]? += words[1]
            }
            #expect(windows[1] ?? 0 <= 200_000)
            #expect(windows[0] ?? 0 <= 300_000)
        }
        #expect(windows[1] == 200_000)
    }

    /// Content that nobody takes opens nothing: memory is bounded by the window.
    @Test
    func windowsStayShutWhileContentLies() {
        var driver = HTTP2Driver(.server)
        driver.takesContent = false
        _ = driver.feed(Wire.headers(1, Wire.post) + (0..<3).flatMap { _ in Wire.data(1, 16_384) })
        #expect(driver.sent().isEmpty)
        driver.connection.consumed(1, 3 * 16_384, output: &driver.output)
        #expect(driver.sent().contains { $0.hasPrefix("window 1 ") })
    }

    /// What a stream that ended held comes back to the connection.
    @Test
    func aResetGivesTheConnectionItsWindowBack() {
        var limits = HTTP2Limits()
        limits.connectionWindow = 65_535
        var driver = HTTP2Driver(.server, limits: limits)
        driver.takesContent = false
        for stream in stride(from: UInt32(1), to: 41, by: 2) {
            _ = driver.feed(Wire.headers(stream, Wire.post) + (0..<3).flatMap { _ in Wire.data(stream, 16_000) })
            #expect(driver.feed(Wire.reset(stream, 8)) == ["reset \(stream) CANCEL"])
        }
    }

    /// What was under way when we reset a stream counts for the connection, and is given back.
    @Test
    func contentOfAStreamThatWeReset() {
        var driver = HTTP2Driver(.server)
        _ = driver.feed(Wire.headers(1, Wire.post))
        driver.connection.reset(1, .noError, output: &driver.output)
        #expect(driver.sent() == ["rst 1 NO_ERROR"])
        var given = 0
        for _ in 0..<40 {
            #expect(driver.feed(Wire.data(1, 16_384)).isEmpty)
            for frame in driver.sent() where frame.hasPrefix("window 0 ") { given += Int(frame.dropFirst(9)) ?? 0 }
        }
        #expect(given > 300_000)
        // Trailers too, whose block must be decoded.
        #expect(driver.feed(Wire.headers(1, [0x40, 1, 0x61, 1, 0x62], end: true)).isEmpty)
        #expect(driver.feed(Wire.headers(3, Wire.get + [0xbe], end: true)) == ["head 3 GET / HTTP/1.1 end"])
    }

    // MARK: - Content that goes out

    @Test
    func sendingStopsAtTheWindows() {
        var driver = HTTP2Driver(.server, settings: [(4, 20_000)])
        _ = driver.feed(Wire.headers(1, Wire.get, end: true))
        driver.respond(1, endStream: false)
        let content = [UInt8](repeating: 0, count: 50_000)
        driver.connection.setPending(1, true)
        #expect(driver.connection.nextWritable == 1)
        #expect(driver.connection.sendData(1, content.span, endStream: true, output: &driver.output) == 16_384)
        #expect(driver.connection.sendData(1, content.span, endStream: true, output: &driver.output) == 3616)
        #expect(driver.connection.sendData(1, content.span, endStream: true, output: &driver.output) == 0)
        #expect(driver.connection.nextWritable == nil)
        #expect(driver.connection.isStalled == true)
        #expect(driver.feed(Wire.windowUpdate(1, 10)) == ["writable"])
        #expect(driver.connection.sendable(1) == 10)
        #expect(driver.connection.nextWritable == 1)
        #expect(driver.connection.isStalled == false)
        // SETTINGS may make a window negative (RFC 9113 §6.9.2).
        #expect(driver.feed(Wire.settings([(4, 0)])) == ["settings"])
        #expect(driver.connection.sendable(1) == 0)
        #expect(driver.connection.nextWritable == nil)
        _ = driver.feed(Wire.windowUpdate(1, 20_000))
        #expect(driver.connection.sendable(1) == 10)
    }

    /// Who has had its turn is named again only after it said that it has more.
    @Test
    func aTurnIsGivenOnce() {
        var driver = HTTP2Driver(.server)
        _ = driver.feed(Wire.headers(1, Wire.get, end: true) + Wire.headers(3, Wire.get, end: true))
        #expect(driver.connection.takeTurn() == nil)
        for stream in [UInt32(1), 3] {
            driver.respond(stream, endStream: false)
            driver.connection.attach(SlabKey(index: stream, generation: 1), to: stream)
            driver.connection.setPending(stream, true)
        }
        #expect(driver.connection.takeTurn()?.index == 1)
        #expect(driver.connection.nextWritable == 3)
        #expect(driver.connection.takeTurn()?.index == 3)
        #expect(driver.connection.takeTurn() == nil)
        driver.connection.setPending(1, true)
        #expect(driver.connection.nextWritable == 1)
    }

    /// The end of a message needs no window.
    @Test
    func theEndOfAMessageNeedsNoWindow() {
        var driver = HTTP2Driver(.server, settings: [(4, 0)])
        _ = driver.feed(Wire.headers(1, Wire.get, end: true))
        driver.respond(1, endStream: false)
        let nothing: [UInt8] = []
        #expect(driver.connection.sendData(1, nothing.span, endStream: true, output: &driver.output) == 0)
        #expect(driver.sent() == ["headers 1", "data 1 0 end"])
        #expect(driver.connection.streamCount == 0)
    }

    @Test
    func theConnectionsWindowHoldsAllStreams() {
        var driver = HTTP2Driver(.server, settings: [(4, 1 << 20)])
        _ = driver.feed(Wire.headers(1, Wire.get, end: true) + Wire.headers(3, Wire.get, end: true))
        let content = [UInt8](repeating: 0, count: 16_384)
        for stream in [UInt32(1), 3] {
            driver.respond(stream, endStream: false)
            driver.connection.setPending(stream, true)
        }
        var sent = 0
        while let stream = driver.connection.nextWritable {
            sent += driver.connection.sendData(stream, content.span, endStream: false, output: &driver.output)
        }
        #expect(sent == 65_535)
        #expect(driver.connection.isStalled == true)
        _ = driver.feed(Wire.windowUpdate(0, 5))
        #expect(driver.connection.nextWritable != nil)
    }
}
