import GatewayBytes
import Testing

@testable import GatewayWire

/// What a header block must not contain, and what the table must do.
struct HPACKDecoderTests {
    /// RFC 7541: one row for each MUST of a decoder; nil where the block is good.
    static let rows: [(String, String, HPACKError?)] = [
        ("§5.1 an integer that never ends", "ffffffffffffffffffff", .integerTooLarge),
        ("§5.1 an integer over our limit", "ff80808080" + "10", .integerTooLarge),
        ("§5.1 leading zeros within bounds", "7f80808000" + "0176", .indexInvalid),
        ("§5.1 an integer cut", "ff80", .truncated),
        ("§5.2 EOS in a string", "008" + "4ffffffff" + "00", .huffmanEndOfString),
        ("§5.2 padding of zeros", "00811800", .huffmanPadding),
        ("§5.2 padding of 8 ones", "00821fff00", .huffmanPadding),
        ("§5.2 padding of 7 bits or less", "00811f0176", nil),
        ("§5.2 a string longer than its block", "000a61", .truncated),
        ("§5.2 a string without length", "00", .truncated),
        ("§6.1 index 0", "80", .indexInvalid),
        ("§2.3.3 an index beyond both tables", "be", .indexInvalid),
        ("§2.3.3 a name index beyond both tables", "7e0176", .indexInvalid),
        ("§6.3 a size over the limit", "3fe21f", .tableSizeTooLarge),
        ("§6.3 a size at the limit", "3fe11f82", nil),
        ("§4.2 a size after a field", "8220", .tableSizeMisplaced),
        ("§4.2 two sizes at the start", "203fe11f82", nil),
        ("§4.4 a field larger than the table empties it", "20400161016282", nil),
        ("an empty block", "", nil),
    ]

    @Test(arguments: HPACKDecoderTests.rows)
    func rule(_ name: String, _ block: String, _ expected: HPACKError?) {
        #expect(HPACKRun.error(hex(block)) == expected, "\(name)")
    }

    /// No cut of a good block does more than end early.
    @Test
    func cuts() {
        let block = hex("828684418cf1e3c2e5f23a6ba0ab90f4ff5886a8eb10649cbf")
        for count in 0..<block.count {
            let error = HPACKRun.error(Array(block[..<count]))
            #expect(error == nil || error == .truncated || error == .huffmanPadding)
        }
    }

    @Test
    func evictsOldestFirst() throws {
        var run = HPACKRun(limit: 4096)
        // 64 entries of 34 octets: a table of 128 octets keeps three of them.
        _ = try run.decode(hex("3f61"))
        for value in UInt8(0x41)..<0x5a { _ = try run.decode([0x40, 1, 0x61, 1, value]) }
        #expect(run.decoder.tableCount == 3)
        #expect(try run.decode(hex("bebfc0")) == ["a: Y", "a: X", "a: W"])
        #expect(throws: HPACKError.indexInvalid) { _ = try run.decode(hex("c1")) }
    }

    /// A name taken from an entry that the new one evicts (RFC 7541 §4.4).
    @Test
    func nameOfAnEvictedEntry() throws {
        var run = HPACKRun(limit: 64)
        _ = try run.decode(hex("400361626301" + "78"))
        #expect(try run.decode(hex("7e0479797979")) == ["abc: yyyy"])
        #expect(try run.decode(hex("be")) == ["abc: yyyy"])
        #expect(run.decoder.tableCount == 1)
    }

    @Test
    func aLoweredLimitMustBeFollowed() throws {
        var run = HPACKRun()
        run.decoder.setMaximum(100)
        #expect(throws: HPACKError.tableSizeMissing) { _ = try run.decode(hex("82")) }
        var other = HPACKRun()
        other.decoder.setMaximum(100)
        #expect(try other.decode(hex("3f4582")) == [":method: GET"])
        #expect(throws: HPACKError.tableSizeTooLarge) { _ = try other.decode(hex("3f4682")) }
    }

    /// Arbitrary bytes are decoded or refused, and never leave more than the table may hold.
    @Test
    func anyBytes() {
        var generator = SeededGenerator(seed: 7541)
        for _ in 0..<3000 {
            var run = HPACKRun(limit: 256)
            for _ in 0..<4 {
                let block = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                    UInt8.random(in: 0...255, using: &generator)
                }
                guard (try? run.decode(block)) != nil else { break }
                #expect(run.decoder.tableSize <= 256)
            }
        }
    }
}
