import GatewayWire
import Testing

@testable import GatewayCore

/// One row for each MUST of RFC 9113 that a receiver can check; those of RFC 7541 are in `HPACKDecoderTests`.
struct HTTP2ConformanceTests {
    @Test(arguments: HTTP2ConformanceTests.server)
    func towardsClients(_ row: HTTP2Row) {
        var driver = row.isFresh ? HTTP2Driver(fresh: .server) : HTTP2Driver(.server)
        #expect(driver.feed(row.bytes).last ?? "nothing" == row.expected, "\(row.rule)")
    }

    /// The same in single octets: nothing depends on how the bytes are cut.
    @Test(arguments: HTTP2ConformanceTests.server)
    func towardsClientsOctetByOctet(_ row: HTTP2Row) {
        var driver = row.isFresh ? HTTP2Driver(fresh: .server) : HTTP2Driver(.server)
        var last = "nothing"
        for byte in row.bytes {
            let events = driver.feed([byte])
            // DATA passes in pieces, which is all that may differ.
            if let event = events.last { last = event }
            if last.hasPrefix("closed") { break }
        }
        if row.expected.hasPrefix("data") {
            #expect(last.hasPrefix("data"), "\(row.rule)")
        } else {
            #expect(last == row.expected, "\(row.rule)")
        }
    }

    /// Stream 1 is a GET that was sent, stream 3 a HEAD.
    @Test(arguments: HTTP2ConformanceTests.client)
    func towardsUpstreams(_ row: HTTP2Row) {
        var driver = row.isFresh ? HTTP2Driver(fresh: .client) : HTTP2Driver(.client)
        if !row.isFresh {
            #expect(driver.request() == 1)
            #expect(driver.request("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", isHead: true) == 3)
        }
        #expect(driver.feed(row.bytes).last ?? "nothing" == row.expected, "\(row.rule)")
    }

}
