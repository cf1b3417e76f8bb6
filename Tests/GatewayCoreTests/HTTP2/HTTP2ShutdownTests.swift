import GatewayBytes
import GatewayWire
import Testing

@testable import GatewayCore

private typealias Wire = HTTP2Bytes

/// Ends of connections and streams (RFC 9113 §6.8, §8.7).
struct HTTP2ShutdownTests {
    /// In two steps no request is lost: those that were under way count, later ones are known not to.
    @Test
    func twoSteps() {
        var driver = HTTP2Driver(.server)
        _ = driver.feed(Wire.headers(1, Wire.get, end: true))
        driver.connection.beginShutdown(output: &driver.output)
        driver.connection.ping(7, output: &driver.output)
        #expect(driver.sent() == ["goaway 2147483647 NO_ERROR", "ping 7"])
        #expect(driver.feed(Wire.headers(3, Wire.get, end: true)) == ["head 3 GET / HTTP/1.1 end"])
        #expect(driver.feed(Wire.frame(6, 1, 0, [0, 0, 0, 0, 0, 0, 0, 7])) == ["pong 7"])
        driver.connection.finishShutdown(output: &driver.output)
        #expect(driver.sent() == ["goaway 3 NO_ERROR"])
        // Ignored, but decoded: the table entry counts.
        #expect(driver.feed(Wire.headers(5, Wire.post + [0x40, 1, 0x61, 1, 0x62])).isEmpty)
        #expect(driver.feed(Wire.data(5, 10, end: true)).isEmpty)
        #expect(driver.sent().isEmpty)
        driver.respond(1)
        #expect(driver.connection.isDrained == false)
        driver.respond(3)
        #expect(driver.connection.isDrained == true)
    }

    /// Streams above the last one were not processed (class S1); those below go on.
    @Test
    func goAwayFromAnUpstream() {
        var driver = HTTP2Driver(.client)
        for stream in [UInt32(1), 3, 5] { #expect(driver.request() == stream) }
        #expect(driver.feed(Wire.frame(7, 0, 0, Wire.word(1) + Wire.word(0))) == ["goaway 1 NO_ERROR"])
        #expect(driver.connection.canOpen == false)
        #expect(driver.request() == nil)
        var unprocessed: Set<UInt32> = []
        while let next = driver.connection.nextUnprocessed(output: &driver.output) {
            unprocessed.insert(next.stream)
            #expect(next.tag == SlabKey(index: 7, generation: 1))
        }
        #expect(unprocessed == [3, 5])
        #expect(driver.feed(Wire.headers(1, Wire.ok, end: true)) == ["head 1 HTTP/1.1 200  end"])
        #expect(driver.connection.isDrained == true)
    }

    /// The peer's limit holds, and a change of it too.
    @Test
    func concurrencyOfThePeer() {
        var driver = HTTP2Driver(.client, settings: [(3, 1)])
        #expect(driver.request() == 1)
        #expect(driver.connection.canOpen == false)
        #expect(driver.feed(Wire.settings([(3, 2)])) == ["settings"])
        #expect(driver.request() == 3)
        #expect(driver.feed(Wire.headers(1, Wire.ok, end: true)).count == 1)
        #expect(driver.request() == 5)
    }

    /// RFC 9113 §8.1: a whole answer, and no more of the upload is wanted.
    @Test
    func aServerThatNeedsNoMore() {
        var driver = HTTP2Driver(.client)
        #expect(driver.request("POST / HTTP/1.1\r\nHost: a\r\n\r\n", endStream: false) == 1)
        #expect(
            driver.feed(Wire.headers(1, Wire.ok, end: true) + Wire.reset(1, 0))
                == ["head 1 HTTP/1.1 200  end", "reset 1 NO_ERROR"]
        )
        #expect(driver.connection.streamCount == 0)
        #expect(driver.connection.sendData(1, [UInt8(1)].span, endStream: true, output: &driver.output) == 0)
    }

    @Test
    func abort() {
        var driver = HTTP2Driver(.server)
        driver.connection.abort(.settingsTimeout, output: &driver.output)
        driver.connection.abort(.cancel, output: &driver.output)
        #expect(driver.sent() == ["goaway 0 SETTINGS_TIMEOUT"])
        #expect(driver.feed(Wire.headers(1, Wire.get)) == ["closed SETTINGS_TIMEOUT peer_too_slow"])
    }

    /// Slots are used again: a connection that lived long is no larger than one that did not.
    @Test
    func manyStreams() {
        var driver = HTTP2Driver(.server)
        for round in 0..<2000 {
            let stream = UInt32(2 * round + 1)
            #expect(driver.feed(Wire.headers(stream, Wire.get, end: true)).count == 1)
            if round >= 100 { driver.respond(stream - 200) }
            driver.output.clear()
        }
        #expect(driver.connection.streamCount == 100)
        #expect(driver.connection.table.slotCount <= 101)
    }

    /// An idle connection gives its memory back, and its compression state survives that.
    @Test
    func memoryOfAnIdleConnection() {
        var driver = HTTP2Driver(.server)
        #expect(driver.feed(Wire.headers(1, Wire.get + [0x40, 1, 0x61, 1, 0x62], end: true)).count == 1)
        driver.connection.releaseMemory()
        #expect(driver.connection.tag(of: 1) != nil)
        driver.respond(1)
        driver.connection.releaseMemory()
        #expect(driver.connection.table.slotCount == 0)
        #expect(driver.feed(Wire.headers(3, Wire.get + [0xbe], end: true)) == ["head 3 GET / HTTP/1.1 end"])
        #expect(driver.message.text.hasSuffix("a: b\r\n\r\n"))
    }
}
