import GatewayBytes
import Testing

/// Every way of appending writes the bytes it should, behind those that are there.
@Suite struct BufferAppendTests {
    @Test func literalsAreAppendedAsStaticText() {
        var buffer = Buffer()
        buffer.append("HTTP/1.1 ")
        buffer.append(text: "ü\(1)")
        buffer.append(UInt8(ascii: "!"))
        #expect(buffer.bytes == Array("HTTP/1.1 ü1!".utf8))
    }

    @Test func aLiteralLongerThanTheRoomGrowsTheBuffer() {
        var buffer = Buffer.holding([UInt8](repeating: UInt8(ascii: "."), count: 256))
        buffer.append("tail")
        #expect(buffer.count == 260)
        #expect(buffer.text.hasSuffix("..tail"))
    }

    @Test func aTextThatIsNotContiguousIsAppendedWhole() {
        let text = String(repeating: "aé\u{1F600}", count: 1000)
        var buffer = Buffer()
        buffer.append(text: String(text.reversed().reversed()))
        #expect(buffer.text == text)
    }

    @Test func everyNumberOfThreeDigitsAndFewer() {
        for value in 0...1100 {
            var buffer = Buffer()
            buffer.append(decimal: value)
            #expect(buffer.text == String(value))
        }
    }

    @Test func lettersAreAppendedInLowerCaseAndNothingElseChanges() {
        let all = (UInt8.min...UInt8.max).map { $0 }
        for count in 0...all.count {
            var buffer = Buffer.holding(Array("AB".utf8))
            buffer.append(lowercased: all.span, from: all.count - count, count: count)
            let expected = all.suffix(count).map { (0x41...0x5a).contains($0) ? $0 + 0x20 : $0 }
            #expect(buffer.bytes == Array("AB".utf8) + expected)
        }
    }

    @Test func aPieceOfASpanIsAppended() {
        let source = Array("0123456789".utf8)
        var buffer = Buffer()
        buffer.append(source.span, from: 3, count: 4)
        buffer.append(source.span, from: 10, count: 0)
        buffer.append(source.span, from: 0, count: 10)
        #expect(buffer.text == "34560123456789")
    }

    @Test func aPieceOfAnotherBufferCountsFromItsFirstReadableByte() {
        var source = Buffer.holding("..abcdef".utf8)
        source.consume(2)
        var buffer = Buffer.holding("<".utf8)
        buffer.append(source, from: 1, count: 3)
        buffer.append(source)
        #expect(buffer.text == "<bcdabcdef")
        #expect(source.text == "abcdef")
    }

    // MARK: - Numbers

    @Test(arguments: [0, 1, 9, 10, 99, 100, 101, 65_535, 1 << 53, UInt64.max - 1, .max])
    func unsignedNumbersInDecimal(value: UInt64) {
        var buffer = Buffer()
        buffer.append(decimal: value)
        #expect(buffer.text == String(value))
    }

    @Test(arguments: [Int64.min, .min + 1, -10, -9, -1, 0, 1, .max])
    func signedNumbersInDecimal(value: Int64) {
        var buffer = Buffer()
        buffer.append(decimal: value)
        #expect(buffer.text == String(value))
    }

    @Test func numbersOfEveryWidth() {
        var buffer = Buffer()
        buffer.append(decimal: UInt8.max)
        buffer.append(decimal: Int8.min)
        buffer.append(decimal: UInt16.max)
        buffer.append(decimal: Int32.min)
        buffer.append(decimal: 0 as Int)
        #expect(buffer.text == "255-12865535-21474836480")
    }

    @Test(arguments: [0, 1, 9, 10, 15, 16, 255, 256, 0xFFF, 0x1000, 0x1234_5678_9ABC_DEF0, UInt64.max >> 1, .max])
    func numbersInHexadecimal(value: UInt64) {
        var buffer = Buffer()
        buffer.append(hex: value)
        #expect(buffer.text == String(value, radix: 16))
    }

    @Test func everyPowerOfTwoInBothBases() {
        for shift in 0..<64 {
            let value: UInt64 = 1 << UInt64(shift)
            var buffer = Buffer()
            buffer.append(decimal: value)
            buffer.append(UInt8(ascii: " "))
            buffer.append(hex: value - 1)
            #expect(buffer.text == "\(value) \(String(value - 1, radix: 16))")
        }
    }
}
