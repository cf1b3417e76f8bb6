internal import GatewayBytes

/// The content of a response that is being filled: what came of it and is still needed.
///
/// Full blocks never change and go into the entry as they are; the last one grows.
struct FillContent: ~Copyable {
    private var blocks: [CacheBlock] = []
    private var tail = Buffer()
    /// Where the first block begins: what is before it was given away.
    private(set) var start: UInt64 = 0
    /// How much came.
    private(set) var end: UInt64 = 0

    init() {}

    /// Bytes that are held.
    var held: UInt64 { self.end - self.start }

    private var tailStart: UInt64 { self.start + UInt64(self.blocks.count) * UInt64(CacheBlock.size) }

    /// Copies content that passes; returns by how many bytes of memory this grew.
    mutating func append(_ source: borrowing Buffer, from offset: Int, count: Int) -> Int {
        var offset = offset
        var left = count
        var growth = 0
        while left > 0 {
            let size = self.tail.capacity
            let step = min(left, CacheBlock.size - self.tail.count)
            self.tail.append(source, from: offset, count: step)
            growth += self.tail.capacity - size
            offset += step
            left -= step
            self.end += UInt64(step)
            if self.tail.count == CacheBlock.size { self.closeBlock() }
        }
        return growth
    }

    private mutating func closeBlock() {
        var block = Buffer()
        swap(&block, &self.tail)
        block.trim()
        self.blocks.append(CacheBlock(block))
    }

    /// Appends what came after `position` to `buffer`, at most `limit` bytes and not beyond a block's end.
    ///
    /// Nothing before `start` can be had.
    borrowing func copy(from position: UInt64, count: Int, into buffer: inout Buffer) {
        let place = Int((position - self.start) / UInt64(CacheBlock.size))
        if place < self.blocks.count {
            let offset = Int((position - self.start) % UInt64(CacheBlock.size))
            buffer.append(self.blocks[place].bytes, from: offset, count: count)
        } else {
            buffer.append(self.tail, from: Int(position - self.tailStart), count: count)
        }
    }

    /// How many bytes can be copied from `position` at once.
    borrowing func available(from position: UInt64, limit: Int) -> Int {
        guard position >= self.start, position < self.end else { return 0 }
        let inBlock = CacheBlock.size - Int((position - self.start) % UInt64(CacheBlock.size))
        return min(limit, inBlock, Int(clamping: self.end - position))
    }

    /// Gives up what nobody needs who has everything before `position`.
    mutating func drop(before position: UInt64) {
        if position >= self.end {
            self.blocks.removeAll(keepingCapacity: true)
            self.tail.clear()
            self.start = self.end
            return
        }
        let count = Int((position - self.start) / UInt64(CacheBlock.size))
        guard count > 0, count <= self.blocks.count else { return }
        self.blocks.removeFirst(count)
        self.start += UInt64(count) * UInt64(CacheBlock.size)
    }

    /// All blocks, after the last byte.
    mutating func finish() -> [CacheBlock] {
        if !self.tail.isEmpty { self.closeBlock() }
        return self.blocks
    }
}
