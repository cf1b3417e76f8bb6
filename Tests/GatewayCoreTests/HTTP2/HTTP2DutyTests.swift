import GatewayWire
import Testing

@testable import GatewayCore

private typealias Wire = HTTP2Bytes

/// What RFC 9113 says that a peer must be sent, or must not.
struct HTTP2DutyTests {
    /// §6.7: with the same octets, and an answer is not answered.
    @Test(arguments: [HTTP2Role.server, .client])
    func aPingIsAnsweredWithItsOwnOctets(_ role: HTTP2Role) {
        var driver = HTTP2Driver(role)
        _ = driver.feed(Wire.frame(6, 0, 0, [1, 2, 3, 4, 5, 6, 7, 8]))
        #expect(driver.sent() == ["ping \(0x0102_0304_0506_0708) ack"])
        _ = driver.feed(Wire.frame(6, 1, 0, [1, 2, 3, 4, 5, 6, 7, 8]))
        #expect(driver.sent().isEmpty)
    }

    /// §6.5.3: each is acknowledged, and an acknowledgement is not.
    @Test(arguments: [HTTP2Role.server, .client])
    func settingsAreAcknowledged(_ role: HTTP2Role) {
        var driver = HTTP2Driver(role)
        _ = driver.feed(Wire.settings([(4, 10)]) + Wire.settings())
        #expect(driver.sent() == ["settings ack", "settings ack"])
        _ = driver.feed(Wire.frame(4, 1))
        #expect(driver.sent().isEmpty)
    }

    /// §6.5.3: in the order in which they stand.
    @Test
    func theLastOfTwoSettingsCounts() {
        var driver = HTTP2Driver(.server)
        _ = driver.feed(Wire.headers(1, Wire.get, end: true))
        driver.respond(1, endStream: false)
        _ = driver.feed(Wire.settings([(4, 70_000), (4, 30)]))
        #expect(driver.connection.sendable(1) == 30)
    }

    /// §5.4.2: or two peers would go on for ever.
    @Test(arguments: [HTTP2Role.server, .client])
    func aResetIsNotAnsweredWithOne(_ role: HTTP2Role) {
        var driver = HTTP2Driver(role)
        switch role {
        case .server: _ = driver.feed(Wire.headers(1, Wire.post))
        case .client: #expect(driver.request() == 1)
        }
        _ = driver.sent()
        #expect(driver.feed(Wire.reset(1, 8)).count == 1)
        _ = driver.feed(Wire.reset(1, 8))
        #expect(driver.sent().filter { $0.hasPrefix("rst") }.isEmpty)
    }
}
