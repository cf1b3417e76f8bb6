#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Blocks of one size that buffers borrow while a connection is active.
///
/// Last in, first out, so that the block in hand is the one still in cache. Keeps at most `keep` free blocks.
/// Confined to one worker: not `Sendable`.
@safe
public final class BlockPool {
    /// Size of a block in bytes.
    public let blockSize: Int
    private let keep: Int
    // SAFETY: the first `held` entries each own `blockSize` bytes from malloc that are in no `Buffer`.
    private let blocks: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>>

    /// In a cell, because a stored property of a class costs an exclusivity check per access.
    private struct State {
        var held = 0
        var lent = 0
    }
    private let state = Cell(State())

    public init(blockSize: Int = 16_384, keep: Int = 256) {
        precondition(blockSize > 0 && blockSize <= 1 << 24 && keep > 0)
        self.blockSize = blockSize
        self.keep = keep
        unsafe self.blocks = .allocate(capacity: keep)
    }

    deinit {
        for index in 0..<self.state.value.held { unsafe free(self.blocks[index]) }
        unsafe self.blocks.deallocate()
    }

    /// Blocks lent out now, for the metrics.
    public var lent: Int { self.state.value.lent }

    /// Gives `buffer` a block when it holds no memory.
    public func lend(to buffer: inout Buffer) {
        guard buffer.allocated == 0 else { return }
        self.state.value.lent += 1
        if self.state.value.held > 0 {
            self.state.value.held -= 1
            unsafe buffer.base = self.blocks[self.state.value.held]
        } else {
            guard let block = unsafe malloc(self.blockSize) else {
                fatalError("out of memory allocating a buffer block")
            }
            unsafe buffer.base = block.assumingMemoryBound(to: UInt8.self)
        }
        buffer.allocated = Int32(self.blockSize)
        buffer.clear()
    }

    /// Takes the memory of `buffer` back; a buffer that grew past the block size is freed instead.
    public func takeBack(_ buffer: inout Buffer) {
        guard buffer.allocated != 0 else { return }
        self.state.value.lent -= 1
        let held = self.state.value.held
        guard buffer.capacity == self.blockSize, held < self.keep, let base = unsafe buffer.base else {
            return buffer.release()
        }
        unsafe (self.blocks + held).initialize(to: base)
        self.state.value.held = held + 1
        unsafe buffer.base = nil
        buffer.allocated = 0
        buffer.clear()
    }
}
