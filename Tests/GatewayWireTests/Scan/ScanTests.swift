import Testing

@testable import GatewayWire

/// The sixteen-byte scanners against their definitions, byte by byte, at every alignment.
struct ScanTests {
    private struct Scanner: Sendable {
        let name: String
        let run: @Sendable ([UInt8], Int, Int) -> Int
        let stops: @Sendable (UInt8) -> Bool
    }

    private static let scanners: [Scanner] = [
        Scanner(
            name: "control",
            run: { Scan.controlOrEnd($0.span, from: $1, to: $2) },
            stops: { $0 < 0x20 || $0 == 0x7f }
        ),
        Scanner(name: "target", run: { Scan.targetStopOrEnd($0.span, from: $1, to: $2) }, stops: Self.isNoTarget),
        Scanner(
            name: "path",
            run: { Scan.pathStopOrEnd($0.span, from: $1, to: $2) },
            stops: { Self.isNoTarget($0) || "?%\\".utf8.contains($0) }
        ),
        Scanner(name: "newline", run: { Scan.newlineOrEnd($0.span, from: $1, to: $2) }, stops: { $0 == 0x0a }),
        Scanner(
            name: "colon",
            run: { Scan.colonOrEnd($0.span, from: $1, to: $2) },
            stops: { $0 == UInt8(ascii: ":") }
        ),
        Scanner(name: "plain", run: { Scan.plainEnd($0.span, from: $1, to: $2) }, stops: { !Self.isPlain($0) }),
    ]

    @Sendable
    private static func isNoTarget(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte >= 0x7f || byte == UInt8(ascii: "#")
    }

    @Sendable
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    @Test
    func stopAtEveryByteTheyMustAndNoOther() {
        for scanner in Self.scanners {
            for byte in UInt8.min...UInt8.max {
                for position in 0..<16 {
                    var text = [UInt8](repeating: UInt8(ascii: "a"), count: 20)
                    text[position] = byte
                    #expect(
                        scanner.run(text, 0, 20) == (scanner.stops(byte) ? position : 20),
                        "\(scanner.name) \(byte)"
                    )
                }
            }
        }
    }

    @Test
    func stayInsideTheirRangeAtEveryLengthAndOffset() {
        for scanner in Self.scanners {
            for count in 0...40 {
                let text = [UInt8](repeating: UInt8(ascii: "a"), count: count) + [0, 10]
                for from in 0...count {
                    for end in from...count {
                        #expect(scanner.run(text, from, end) == end)
                        #expect(scanner.run(Array(text[..<count]), from, end) == end)
                    }
                }
            }
        }
    }

    @Test
    func blocksAreZeroAfterTheEnd() {
        for count in 0...40 {
            let text = (0..<count).map { UInt8($0 + 1) }
            for offset in 0...count {
                let block = Scan.block(text.span, at: offset)
                for lane in 0..<16 {
                    #expect(block[lane] == (offset + lane < count ? text[offset + lane] : 0))
                }
            }
        }
    }

    @Test
    func classesMatchTheirGrammar() {
        let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
        let token = Set((letters + "!#$%&'*+-.^_`|~").utf8)
        let name = Set((letters + "-._~!$&'()*+,;=").utf8)
        for byte in UInt8.min...UInt8.max {
            #expect(ByteClass.token.contains(byte) == token.contains(byte))
            #expect(ByteClass.registeredName.contains(byte) == name.contains(byte))
            let isQuoted =
                byte == 9 || (byte >= 0x20 && byte < 0x7f && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\"))
            #expect(ByteClass.quotedText.contains(byte) == isQuoted)
        }
    }
}
