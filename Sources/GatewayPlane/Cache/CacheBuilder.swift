internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults

/// A response on its way into the store, filled as it passes.
///
/// Nothing of it can be seen before `finish`, which is called at the clean end of the response only; a builder that is
/// dropped leaves no trace. Confined to one worker.
final class CacheBuilder {
    private let store: CacheStore
    private let make: (consuming StoredHead, [CacheBlock], UInt64) -> CacheEntry
    private let lines = Cell(Buffer())
    private let tail = Cell(Buffer())
    private var blocks: [CacheBlock] = []
    private var length: UInt64 = 0
    private var reserved = 0
    private let largest: UInt64

    /// - Parameters:
    ///   - lines: of the head, as `StoredHead` takes them.
    ///   - largest: bytes of content that are kept at most.
    init?(
        _ store: CacheStore,
        lines: consuming Buffer,
        largest: UInt64,
        make: @escaping (consuming StoredHead, [CacheBlock], UInt64) -> CacheEntry
    ) {
        self.store = store
        self.make = make
        self.largest = largest
        let head = CacheEntry.overhead + lines.capacity
        self.lines.value = lines
        guard self.reserve(head) else { return nil }
    }

    deinit { self.store.release(self.reserved) }

    private func reserve(_ bytes: Int) -> Bool {
        guard self.store.reserve(bytes) else { return false }
        self.reserved += bytes
        return true
    }

    /// Copies content that passes; returns false when there is too much of it, or no room for it.
    func append(_ source: borrowing Buffer, from offset: Int, count: Int) -> Bool {
        self.length += UInt64(count)
        guard self.length <= self.largest else { return false }
        var offset = offset
        var left = count
        while left > 0 {
            let size = self.tail.value.capacity
            let room = CacheBlock.size - self.tail.value.count
            let step = min(left, room)
            self.tail.value.append(source, from: offset, count: step)
            let grown = self.tail.value.capacity - size
            if grown > 0, !self.reserve(grown) { return false }
            offset += step
            left -= step
            if self.tail.value.count == CacheBlock.size { self.closeBlock() }
        }
        return true
    }

    private func closeBlock() {
        var block = Buffer()
        swap(&block, &self.tail.value)
        block.trim()
        self.blocks.append(CacheBlock(block))
    }

    /// The entry; nil when its head turned out to be none.
    func finish() -> CacheEntry? {
        if !self.tail.value.isEmpty { self.closeBlock() }
        // The entry counts for itself from here on.
        self.store.release(self.reserved)
        self.reserved = 0
        var lines = Buffer()
        swap(&lines, &self.lines.value)
        do throws(Fault) {
            return self.make(try StoredHead(lines), self.blocks, self.length)
        } catch {
            return nil
        }
    }
}
