import GatewayBytes
import GatewayFaults
import Testing

@testable import GatewayWire

/// What logs and GOAWAY say of a violation, and what is kept of secrets.
struct HTTP2RuleTests {
    @Test
    func everyRuleHasItsOwnNameAndASection() {
        let names = HTTP2Rule.allCases.map { "\($0.name)" }
        #expect(Set(names).count == names.count)
        for rule in HTTP2Rule.allCases { #expect("\(rule.section)".hasPrefix("RFC ")) }
        let codes = HTTP2ErrorCode.allCases.map { "\($0.name)" }
        #expect(Set(codes).count == codes.count)
    }

    /// More names than fit: then every field counts as one of them.
    @Test
    func neverIndexedNamesAreBounded() {
        var names = NeverIndexedNames()
        let text = Array("abcdefghijkl".utf8)
        func holds(_ index: Int) -> Bool { names.contains(text.span.extracting(index..<index + 1)) }
        #expect(!holds(0))
        for index in 0..<8 { names.insert(text.span, ByteRange(from: index, to: index + 1)) }
        #expect(holds(7))
        #expect(!holds(8))
        names.insert(text.span, ByteRange(from: 8, to: 9))
        #expect(holds(8))
        #expect(holds(11))
    }

    /// Trailers are fields like any other section's, and nothing else is read as such.
    @Test
    func trailers() throws {
        var reader = HTTP2HeadReader()
        var text = Buffer()
        let block: [UInt8] = [0, 2, 0x78, 0x61, 1, 0x31, 0, 2, 0x78, 0x62, 0]
        guard case .complete = try reader.read(block.span, kind: .trailers, listLimit: 100, into: &text) else {
            Issue.record("not decoded")
            return
        }
        #expect(text.text == "xa: 1\r\nxb: \r\n\r\n")
        var table = FieldTable()
        try table.read(http2Trailers: text.span, side: .client, limits: .request)
        #expect(table.count == 2)
        var writer = HTTP2HeadWriter(isShared: false)
        var out = Buffer()
        writer.writeTrailers(text.span, into: &out)
        #expect(out.prefix(99) == block)
    }
}
