import GatewayBytes
import Testing

@testable import GatewayWire

/// The examples of RFC 7541 Appendix C.
struct HPACKExampleTests {
    struct Example: Sendable {
        let name: String
        var limit = 4096
        /// Block, fields, and the table's size after it.
        let blocks: [(block: String, fields: [String], size: Int)]
    }

    @Test
    func integers() throws {
        for (value, prefix, text) in [(10, 5, "0a"), (1337, 5, "1f9a0a"), (42, 8, "2a")] {
            let bytes = hex(text)
            var offset = 0
            #expect(try HPACKInteger.decode(bytes.span, at: &offset, prefix: prefix) == value)
            #expect(offset == bytes.count)
            var block = Buffer()
            HPACKInteger.encode(value, prefix: prefix, pattern: 0, into: &block)
            #expect(block.prefix(9) == bytes)
        }
    }

    @Test(arguments: HPACKExampleTests.examples)
    func example(_ example: Example) throws {
        var run = HPACKRun(limit: example.limit)
        for (block, fields, size) in example.blocks {
            #expect(try run.decode(hex(block)) == fields, "\(example.name)")
            #expect(run.decoder.tableSize == size, "\(example.name)")
        }
    }

    /// Our Huffman code gives what the examples have.
    @Test
    func huffman() {
        let cases = [
            ("www.example.com", "f1e3c2e5f23a6ba0ab90f4ff"), ("no-cache", "a8eb10649cbf"),
            ("custom-value", "25a849e95bb8e8b4bf"), ("302", "6402"),
            ("Mon, 21 Oct 2013 20:13:21 GMT", "d07abe941054d444a8200595040b8166e082a62d1bff"),
        ]
        for (text, coded) in cases {
            let bytes = Array(text.utf8)
            var block = Buffer()
            HuffmanCode.shared.encode(bytes.span, into: &block)
            #expect(block.prefix(99) == hex(coded))
            #expect(HuffmanCode.shared.count(bytes.span) == hex(coded).count)
        }
    }

    private static let date1 = "date: Mon, 21 Oct 2013 20:13:21 GMT"
    private static let date2 = "date: Mon, 21 Oct 2013 20:13:22 GMT"
    private static let site = "location: https://www.example.com"
    private static let start = [":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com"]
    private static let third = [
        ":method: GET", ":scheme: https", ":path: /index.html", ":authority: www.example.com",
        "custom-key: custom-value",
    ]
    private static let cookie = "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1"
    private static let responses = [
        [":status: 302", "cache-control: private", date1, site],
        [":status: 307", "cache-control: private", date1, site],
        [":status: 200", "cache-control: private", date2, site, "content-encoding: gzip", cookie],
    ]

    static let examples = [
        Example(
            name: "C.2.1",
            blocks: [("400a637573746f6d2d6b65790d637573746f6d2d686561646572", ["custom-key: custom-header"], 55)]
        ),
        Example(name: "C.2.2", blocks: [("040c2f73616d706c652f70617468", [":path: /sample/path"], 0)]),
        Example(name: "C.2.3", blocks: [("100870617373776f726406736563726574", ["!password: secret"], 0)]),
        Example(name: "C.2.4", blocks: [("82", [":method: GET"], 0)]),
        Example(
            name: "C.3",
            blocks: [
                ("828684410f7777772e6578616d706c652e636f6d", start, 57),
                ("828684be58086e6f2d6361636865", start + ["cache-control: no-cache"], 110),
                ("828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565", third, 164),
            ]
        ),
        Example(
            name: "C.4",
            blocks: [
                ("828684418cf1e3c2e5f23a6ba0ab90f4ff", start, 57),
                ("828684be5886a8eb10649cbf", start + ["cache-control: no-cache"], 110),
                ("828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf", third, 164),
            ]
        ),
        Example(
            name: "C.5",
            limit: 256,
            blocks: [
                (
                    "4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a323120474d54"
                        + "6e1768747470733a2f2f7777772e6578616d706c652e636f6d",
                    responses[0], 222
                ),
                ("4803333037c1c0bf", responses[1], 222),
                (
                    "88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a69707738666f6f"
                        + "3d4153444a4b48514b425a584f5157454f50495541585157454f49553b206d61782d6167653d333630303b20"
                        + "76657273696f6e3d31",
                    responses[2], 215
                ),
            ]
        ),
        Example(
            name: "C.6",
            limit: 256,
            blocks: [
                (
                    "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f"
                        + "0b97c8e9ae82ae43d3",
                    responses[0], 222
                ),
                ("4883640effc1c0bf", responses[1], 222),
                (
                    "88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335df"
                        + "dfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007",
                    responses[2], 215
                ),
            ]
        ),
    ]
}
