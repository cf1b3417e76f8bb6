import GatewayBytes
import Testing

@Suite struct BlockPoolTests {
    @Test func aBlockIsLentEmptyAndOfTheSizeAsked() {
        let pool = BlockPool(blockSize: 1000, keep: 4)
        var buffer = Buffer()
        pool.lend(to: &buffer)
        #expect(buffer.capacity == 1000)
        #expect(buffer.count == 0)
        #expect(pool.lent == 1)
        pool.takeBack(&buffer)
        #expect(buffer.capacity == 0)
        #expect(pool.lent == 0)
    }

    @Test func aBufferThatHasMemoryIsLeftAlone() {
        let pool = BlockPool(blockSize: 512, keep: 4)
        var buffer = Buffer()
        pool.lend(to: &buffer)
        buffer.append("kept")
        pool.lend(to: &buffer)
        #expect(buffer.text == "kept")
        #expect(pool.lent == 1)
        pool.takeBack(&buffer)
        pool.takeBack(&buffer)
        #expect(pool.lent == 0)
    }

    /// What was written into a block tells it from the others, because a block is not wiped.
    private func mark(_ buffer: inout Buffer, _ mark: UInt8) {
        buffer.append(mark)
        buffer.clear()
    }

    private func markLeft(in buffer: inout Buffer) -> UInt8 {
        _ = unsafe buffer.unsafeFill { _, _ in 1 }
        return buffer.prefix(1)[0]
    }

    @Test func theLastBlockInIsTheFirstOut() {
        let pool = BlockPool(blockSize: 512, keep: 4)
        var one = Buffer()
        var two = Buffer()
        pool.lend(to: &one)
        pool.lend(to: &two)
        self.mark(&one, 1)
        self.mark(&two, 2)
        pool.takeBack(&one)
        pool.takeBack(&two)
        var first = Buffer()
        var second = Buffer()
        pool.lend(to: &first)
        pool.lend(to: &second)
        #expect(self.markLeft(in: &first) == 2)
        #expect(self.markLeft(in: &second) == 1)
        #expect(pool.lent == 2)
        pool.takeBack(&first)
        pool.takeBack(&second)
    }

    @Test func aBufferThatGrewIsFreedInsteadOfKept() {
        let pool = BlockPool(blockSize: 512, keep: 4)
        var buffer = Buffer()
        pool.lend(to: &buffer)
        buffer.append([UInt8](repeating: 0, count: 513))
        #expect(buffer.capacity > 512)
        pool.takeBack(&buffer)
        #expect(buffer.capacity == 0)
        #expect(pool.lent == 0)
        pool.lend(to: &buffer)
        #expect(buffer.capacity == 512)
        pool.takeBack(&buffer)
    }

    @Test func noMoreBlocksAreKeptThanAsked() {
        let pool = BlockPool(blockSize: 512, keep: 1)
        var one = Buffer()
        var two = Buffer()
        pool.lend(to: &one)
        pool.lend(to: &two)
        self.mark(&one, 1)
        pool.takeBack(&one)
        pool.takeBack(&two)
        #expect(pool.lent == 0)
        // The one kept is the first that came back; the second found no place.
        pool.lend(to: &one)
        #expect(self.markLeft(in: &one) == 1)
        pool.takeBack(&one)
    }

    @Test func aBufferOutlivesThePool() {
        var buffer = Buffer()
        do {
            let pool = BlockPool(blockSize: 512, keep: 1)
            pool.lend(to: &buffer)
        }
        buffer.append("still mine")
        #expect(buffer.text == "still mine")
    }
}
