import GatewayCore
import Testing

@Suite struct HashKeyTests {
    /// The vectors its authors publish: key 00 01 … 0f, input 00 01 … of growing length.
    @Test(
        arguments: [
            (0, 0x726f_db47_dd0e_0e31), (1, 0x74f8_39c5_93dc_67fd), (2, 0x0d6c_8009_d9a9_4f5a),
            (3, 0x8567_6696_d7fb_7e2d), (7, 0xab02_00f5_8b01_d137), (8, 0x93f5_f579_9a93_2462),
            (15, 0xa129_ca61_49be_45e5), (16, 0x3f2a_cc7f_57c2_9bdb), (63, 0x958a_324c_eb06_4572),
        ] as [(Int, UInt64)]
    )
    func sipHashGivesThePublishedValues(length: Int, expected: UInt64) {
        let sip = SipHash(0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908)
        let input = (0..<length).map { UInt8($0) }
        #expect(sip.hash(input.span) == expected)
        if length == 16 { #expect(sip.hash(0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908) == expected) }
        // The same inside other bytes.
        let padded = [9, 9] + input + [9]
        #expect(sip.hash(padded.span, 2..<2 + length) == expected)
    }

    private func cookie(_ field: String, _ name: String) -> UInt64? {
        let bytes = Array(field.utf8)
        return HashKey.cookie(bytes.span, 0..<bytes.count, name: Array(name.utf8))
    }

    private func text(_ text: String) -> UInt64 { HashKey.bytes(Array(text.utf8).span) }

    @Test func aCookieIsFoundByItsWholeName() {
        #expect(self.cookie("a=1; sid=xyz; b=2", "sid") == self.text("xyz"))
        #expect(self.cookie("sid=xyz", "sid") == self.text("xyz"))
        #expect(self.cookie(";; \tsid=x=y \t;", "sid") == self.text("x=y"))
        #expect(self.cookie("sid=; sid=2", "sid") == self.text("2"))
        #expect(self.cookie("sid=\"q\"", "sid") == self.text("\"q\""))
        for field in ["", ";", "sid", "sid=", "xsid=1", "sidx=1", "SID=1", "a=sid=1", " = "] {
            #expect(self.cookie(field, "sid") == nil, "\(field)")
        }
    }

    @Test func theQueryIsNoPartOfThePath() {
        func path(_ target: String) -> UInt64 {
            let bytes = Array("GET \(target) ".utf8)
            return HashKey.path(bytes.span, 4..<bytes.count - 1)
        }
        #expect(path("/a/b?c=1") == path("/a/b"))
        #expect(path("/a/b?") == self.text("/a/b"))
        #expect(path("/a/b") != path("/a/c"))
        #expect(path("?") == self.text(""))
    }
}
