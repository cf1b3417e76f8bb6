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
    // SAFETY: each pointer owns `blockSize` bytes from malloc and is in no `Buffer`.
    private var blocks: [UnsafeMutablePointer<UInt8>] = unsafe []
    /// Blocks lent out now, for the metrics.
    public private(set) var lent = 0

    public init(blockSize: Int = 16_384, keep: Int = 256) {
        precondition(blockSize > 0 && blockSize <= 1 << 24 && keep >= 0)
        self.blockSize = blockSize
        self.keep = keep
        unsafe self.blocks.reserveCapacity(keep)
    }

    deinit {
        for unsafe block in unsafe self.blocks { unsafe free(block) }
    }

    /// Gives `buffer` a block when it holds no memory.
    public func lend(to buffer: inout Buffer) {
        guard buffer.allocated == 0 else { return }
        self.lent += 1
        if let block = unsafe self.blocks.popLast() {
            unsafe buffer.base = block
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
        self.lent -= 1
        guard buffer.capacity == self.blockSize, unsafe self.blocks.count < self.keep, let base = unsafe buffer.base
        else {
            buffer.release()
            return
        }
        unsafe self.blocks.append(base)
        unsafe buffer.base = nil
        buffer.allocated = 0
        buffer.clear()
    }
}
