import CZstd

/// Decompresses zstd (RFC 8878) as it is read, with several frames one behind the other.
@safe
final class ZstdBytes {
    /// 128 MiB: what `zstd --long` needs, and no more than a log may cost.
    private static let windowBits: Int32 = 27

    // SAFETY: made by libzstd in `init`, freed in `deinit` only, used by this object alone.
    private let stream: OpaquePointer
    private var input: PackedBytes
    private var isInsideFrame = false

    init?(_ file: FileBytes) {
        // SAFETY: the pointer is checked before it is kept.
        guard let stream = unsafe ZSTD_createDStream() else { return nil }
        self.input = PackedBytes(file, room: 1 << 17)
        unsafe self.stream = stream
        _ = unsafe ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, Self.windowBits)
    }

    deinit {
        // SAFETY: the stream was made in `init` and is not used after this.
        _ = unsafe ZSTD_freeDStream(self.stream)
    }

    /// How many bytes of the file were read.
    var packedBytes: Int { self.input.file.consumed }

    /// Fills `buffer[at..<at + count]`; gives how many bytes, 0 at the end.
    func read(into buffer: inout [UInt8], at: Int, count: Int) throws(InputProblem) -> Int {
        guard at >= 0, count > 0, at + count <= buffer.count else { return 0 }
        while true {
            guard try self.input.refill(isInside: self.isInsideFrame) else { return 0 }
            let (produced, result) = self.decompressOnce(into: &buffer, at: at, count: count)
            guard ZSTD_isError(result) == 0 else {
                throw InputProblem(place: "", message: "the compressed data is damaged, or needs more than 128 MiB")
            }
            self.isInsideFrame = result != 0
            if produced > 0 { return produced }
        }
    }

    private func decompressOnce(into buffer: inout [UInt8], at: Int, count: Int) -> (Int, Int) {
        var produced = 0
        var taken = self.input.used
        var result = 0
        // SAFETY: input and output pointers are good for the sizes given with them, and libzstd keeps neither.
        unsafe self.input.bytes.withUnsafeBytes { from in
            unsafe buffer.withUnsafeMutableBytes { to in
                guard let base = to.baseAddress else { return }
                var source = unsafe ZSTD_inBuffer(src: from.baseAddress, size: self.input.filled, pos: self.input.used)
                var target = unsafe ZSTD_outBuffer(dst: base + at, size: count, pos: 0)
                result = unsafe ZSTD_decompressStream(self.stream, &target, &source)
                produced = unsafe target.pos
                taken = unsafe source.pos
            }
        }
        self.input.used = taken
        return (produced, result)
    }
}
