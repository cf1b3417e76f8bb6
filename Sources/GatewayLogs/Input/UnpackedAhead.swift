import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A packed input that a thread of its own unpacks while its lines are read.
///
/// One stream can only be unpacked from its start, and that costs more than to read its lines: together, the two take
/// as long as the slower. Some blocks are unpacked ahead and no more.
final class UnpackedAhead {
    private static let blockSize = 1 << 18
    private static let blocks = 4

    private let file: FileBytes
    private let queue = BlockQueue(room: UnpackedAhead.blocks)
    private var block: [UInt8] = []
    private var used = 0
    private var problem: InputProblem?
    private var isAtEnd = false

    init(_ file: FileBytes, _ packing: ByteSource.Packing) {
        self.file = file
        let queue = self.queue
        // A thread and not a task: it waits, which those that run tasks must not.
        Thread { Self.unpack(file, packing, into: queue) }.start()
    }

    deinit { self.queue.abandon() }

    /// How many bytes of the file were read.
    var packedBytes: Int { self.file.consumed }

    /// Fills `buffer[at..<at + count]` as far as the next block goes; gives how many bytes, 0 at the end.
    func read(into buffer: inout [UInt8], at: Int, count: Int) throws(InputProblem) -> Int {
        guard at >= 0, count > 0, at + count <= buffer.count else { return 0 }
        if self.used == self.block.count { self.takeBlock() }
        if let problem = self.problem { throw problem }
        let taken = min(count, self.block.count - self.used)
        guard taken > 0 else { return 0 }
        // SAFETY: `at + taken` lies inside the buffer and `used + taken` inside the block, which are two arrays.
        unsafe buffer.withUnsafeMutableBytes { target in
            unsafe self.block.withUnsafeBytes { source in
                guard let to = target.baseAddress, let from = source.baseAddress else { return }
                _ = unsafe memcpy(to + at, from + self.used, taken)
            }
        }
        self.used += taken
        return taken
    }

    private func takeBlock() {
        self.block = []
        self.used = 0
        guard !self.isAtEnd else { return }
        switch self.queue.take() {
        case .bytes(let bytes): self.block = bytes
        case .problem(let problem):
            self.problem = problem
            self.isAtEnd = true
        case .end: self.isAtEnd = true
        }
    }

    private static func unpack(_ file: FileBytes, _ packing: ByteSource.Packing, into queue: BlockQueue) {
        do throws(InputProblem) {
            let source = try ByteSource(file, packing)
            while true {
                var block = [UInt8](repeating: 0, count: Self.blockSize)
                let count = try source.read(into: &block, at: 0, count: block.count)
                guard count > 0 else { break }
                block.removeLast(block.count - count)
                guard queue.put(.bytes(block)) else { return }
            }
            _ = queue.put(.end)
        } catch { _ = queue.put(.problem(error)) }
    }
}
