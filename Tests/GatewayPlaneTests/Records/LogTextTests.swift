import Foundation
import GatewayBytes
import Testing

@testable import GatewayPlane

/// What a client sends cannot end a line or a string, nor reach a terminal.
@Suite struct LogTextTests {
    private func json(_ bytes: [UInt8]) -> String {
        var buffer = Buffer()
        LogText.append(json: bytes.span, from: 0, count: bytes.count, to: &buffer)
        return buffer.text
    }

    private func combined(_ bytes: [UInt8]) -> String {
        var buffer = Buffer()
        LogText.append(combined: bytes.span, from: 0, count: bytes.count, to: &buffer)
        return buffer.text
    }

    @Test(arguments: [
        ("", "", ""), ("/plain?a=b", "/plain?a=b", "/plain?a=b"), ("a\"b", "a\\\"b", "a\\x22b"),
        ("a\\b", "a\\\\b", "a\\x5cb"), ("\r\n", "\\u000d\\u000a", "\\x0d\\x0a"), ("\0", "\\u0000", "\\x00"),
        ("\u{1B}[31m", "\\u001b[31m", "\\x1b[31m"), ("\u{7F}", "\\u007f", "\\x7f"),
        ("é", "\\u00c3\\u00a9", "\\xc3\\xa9"),
        ("\u{9B}2J", "\\u00c2\\u009b2J", "\\xc2\\x9b2J"), (" ~", " ~", " ~"),
    ])
    func hostileBytesAreEscaped(text: String, json: String, combined: String) {
        #expect(self.json(Array(text.utf8)) == json)
        #expect(self.combined(Array(text.utf8)) == combined)
        #expect(LogText.escaped(text) == Array(json.utf8))
    }

    @Test func everyByteComesOutPrintableAndJSONReadsItBack() throws {
        for byte in UInt8.min...UInt8.max {
            let text = self.json([0x61, byte, 0x62])
            #expect(text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
            let read = try JSONDecoder().decode([String].self, from: Data("[\"\(text)\"]".utf8))
            #expect(read == ["a\(Character(Unicode.Scalar(byte)))b"])
            #expect(self.combined([byte]).utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 })
        }
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func randomBytesStayOneLine(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let bytes = (0..<500).map { _ in UInt8.random(in: 0 ... .max, using: &random) }
        let read = try JSONDecoder().decode([String].self, from: Data("[\"\(self.json(bytes))\"]".utf8))
        #expect(read.first?.unicodeScalars.map(\.value) == bytes.map { UInt32($0) })
        #expect(!self.combined(bytes).contains { $0.isNewline || $0 == "\"" })
    }

    @Test func onlyTheRangeIsWrittenAndARangeOutsideIsNothing() {
        let bytes = Array("0123\"567".utf8)
        let ranges = [(0, 0, ""), (2, 3, "23\\\""), (7, 1, "7"), (0, 9, ""), (8, 1, ""), (-1, 2, ""), (3, -1, "")]
        for (start, count, text) in ranges {
            var buffer = Buffer()
            LogText.append(json: bytes.span, from: start, count: count, to: &buffer)
            #expect(buffer.text == text)
        }
    }
}
