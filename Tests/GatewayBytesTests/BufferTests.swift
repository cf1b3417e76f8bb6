import GatewayBytes
import Testing

@Suite struct BufferTests {
    @Test func anEmptyBufferHoldsNoMemory() {
        let buffer = Buffer()
        #expect(buffer.count == 0)
        #expect(buffer.capacity == 0)
        #expect(buffer.freeCount == 0)
        #expect(buffer.bytes.isEmpty)
    }

    // MARK: - Appending nothing

    @Test func nothingCanBeAppendedToABufferWithoutMemory() {
        var buffer = Buffer()
        let other = Buffer()
        buffer.append("")
        buffer.append([])
        buffer.append(text: "")
        buffer.append(other)
        buffer.append(other, from: 0, count: 0)
        buffer.append([1, 2].span, from: 2, count: 0)
        #expect(buffer.count == 0)
    }

    @Test func aBufferWithoutMemoryCanBeEmptiedInEveryWay() {
        var buffer = Buffer()
        buffer.consume(0)
        buffer.remove(at: 0, count: 0)
        buffer.truncate(to: 0)
        buffer.clear()
        buffer.release()
        buffer.reserve(0)
        #expect(buffer.capacity == 0)
    }

    // MARK: - Growing and compacting

    @Test func growingKeepsWhatIsReadable() {
        var buffer = Buffer()
        let expected = (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }
        for byte in expected { buffer.append(byte) }
        #expect(buffer.bytes == expected)
        #expect(buffer.capacity < 2 * 100_000 + 256)
    }

    @Test func roomIsMadeByCompactingBeforeGrowing() {
        var buffer = Buffer()
        buffer.reserve(1024)
        let capacity = buffer.capacity
        buffer.append([UInt8](repeating: 1, count: capacity))
        buffer.consume(capacity - 10)
        buffer.reserve(capacity - 10)
        #expect(buffer.capacity == capacity)
        #expect(buffer.bytes == [UInt8](repeating: 1, count: 10))
        buffer.reserve(capacity - 9)
        #expect(buffer.capacity > capacity)
        #expect(buffer.count == 10)
    }

    @Test func reservedRoomIsThere() {
        for wanted in [0, 1, 255, 256, 257, 4096, 70_000] {
            var buffer = Buffer.holding([7])
            buffer.reserve(wanted)
            #expect(buffer.freeCount >= wanted)
            #expect(buffer.bytes == [7])
        }
    }

    @Test func anEmptiedBufferStartsAtItsFrontAgain() {
        var buffer = Buffer.holding([UInt8](repeating: 0, count: 256))
        buffer.consume(256)
        #expect(buffer.freeCount == buffer.capacity)
    }

    // MARK: - Removing

    @Test func consumeDropsFromTheFront() {
        var buffer = Buffer.holding("abcdef".utf8)
        buffer.consume(0)
        buffer.consume(2)
        #expect(buffer.text == "cdef")
        buffer.consume(4)
        #expect(buffer.count == 0)
    }

    @Test(arguments: [
        (0, 0, "abcdef"), (0, 2, "cdef"), (2, 2, "abef"), (4, 2, "abcd"), (6, 0, "abcdef"), (0, 6, ""), (5, 1, "abcde"),
    ])
    func removeClosesTheGap(offset: Int, count: Int, left: String) {
        var buffer = Buffer.holding("..abcdef".utf8)
        buffer.consume(2)
        buffer.remove(at: offset, count: count)
        #expect(buffer.text == left)
        buffer.append("!")
        #expect(buffer.text == left + "!")
    }

    @Test func truncateDropsFromTheEnd() {
        var buffer = Buffer.holding(".abcdef".utf8)
        buffer.consume(1)
        buffer.truncate(to: 6)
        #expect(buffer.text == "abcdef")
        buffer.truncate(to: 3)
        #expect(buffer.text == "abc")
        buffer.truncate(to: 0)
        #expect(buffer.count == 0)
        buffer.append("x")
        #expect(buffer.text == "x")
    }

    @Test func clearKeepsTheMemoryAndReleaseGivesItBack() {
        var buffer = Buffer.holding("abc".utf8)
        let capacity = buffer.capacity
        buffer.clear()
        #expect(buffer.count == 0)
        #expect(buffer.capacity == capacity)
        buffer.release()
        #expect(buffer.capacity == 0)
        buffer.append("again")
        #expect(buffer.text == "again")
    }

    // MARK: - Reading

    @Test func aPrefixIsNeverLongerThanTheBuffer() {
        let buffer = Buffer.holding("abc".utf8)
        #expect(buffer.prefix(0).isEmpty)
        #expect(buffer.prefix(2) == Array("ab".utf8))
        #expect(buffer.prefix(4) == Array("abc".utf8))
    }

    @Test func textIsRepairedWhereItIsNotUTF8() {
        #expect(Buffer.holding([0x61, 0xFF, 0x62]).text == "a\u{FFFD}b")
    }

    @Test func aSpanIsLentWithItsErrors() throws {
        struct Refused: Error, Equatable { var count: Int }
        let buffer = Buffer.holding("abc".utf8)
        #expect(buffer.withSpan { $0[1] } == UInt8(ascii: "b"))
        #expect(throws: Refused(count: 3)) {
            try buffer.withSpan { bytes throws(Refused) in throw Refused(count: bytes.count) }
        }
    }

    @Test func fillingWritesIntoTheFreeBytesOnly() {
        var buffer = Buffer.holding("ab".utf8)
        let room = buffer.freeCount
        let written = unsafe buffer.unsafeFill { base, count in
            #expect(count == room)
            unsafe base.storeBytes(of: UInt8(ascii: "c"), as: UInt8.self)
            return 1
        }
        #expect(written == 1)
        #expect(buffer.text == "abc")
    }

    @Test func aFailedFillChangesNothing() {
        var buffer = Buffer.holding("ab".utf8)
        #expect(unsafe buffer.unsafeFill { _, _ in -1 } == -1)
        #expect(buffer.text == "ab")
        var empty = Buffer()
        #expect(unsafe empty.unsafeFill { _, _ in 5 } == 0)
    }
}
