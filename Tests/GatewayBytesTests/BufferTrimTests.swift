import GatewayBytes
import Testing

/// Giving memory back for bytes that are kept.
struct BufferTrimTests {
    @Test(arguments: [1, 255, 256, 257, 5000])
    func trimmingKeepsTheBytesAndNothingElse(_ count: Int) {
        var buffer = Buffer()
        buffer.append([UInt8](repeating: 9, count: 40))
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        buffer.append(bytes)
        buffer.consume(40)
        buffer.trim()
        let kept = buffer.prefix(count + 1)
        #expect(kept == bytes)
        let capacity = buffer.capacity
        #expect(capacity == count)
        // It can grow again.
        buffer.append(7)
        let grown = buffer.prefix(count + 1)
        #expect(grown == bytes + [7])
    }

    @Test
    func trimmingAnEmptyBufferHoldsNoMemory() {
        var buffer = Buffer()
        buffer.append(1)
        buffer.consume(1)
        buffer.trim()
        let first = buffer.capacity
        buffer.trim()
        let second = buffer.capacity
        #expect(first == 0)
        #expect(second == 0)
    }
}
