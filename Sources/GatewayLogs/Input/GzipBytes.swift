import CZlib

/// Inflates gzip (RFC 1952) as it is read, with several members one behind the other.
@safe
final class GzipBytes {
    // SAFETY: zlib keeps a pointer to the stream that it was begun with, so it lives at one address until the end.
    private let stream: UnsafeMutablePointer<z_stream>
    private var input: PackedBytes
    private var isInsideMember = false

    init?(_ file: FileBytes) {
        self.input = PackedBytes(file, room: 1 << 16)
        // SAFETY: one value is allocated, initialised at once, and freed in `deinit` only.
        unsafe self.stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe self.stream.initialize(to: z_stream())
        guard unsafe gg_gzip_begin(self.stream) == Z_OK else { return nil }
    }

    deinit {
        // SAFETY: the stream was begun in `init`; a stream whose beginning failed holds nothing and is refused.
        _ = unsafe inflateEnd(self.stream)
        unsafe self.stream.deinitialize(count: 1)
        unsafe self.stream.deallocate()
    }

    /// How many bytes of the file were read.
    var packedBytes: Int { self.input.file.consumed }

    /// Fills `buffer[at..<at + count]`; gives how many bytes, 0 at the end.
    func read(into buffer: inout [UInt8], at: Int, count: Int) throws(InputProblem) -> Int {
        guard at >= 0, count > 0, at + count <= buffer.count else { return 0 }
        while true {
            guard try self.input.refill(isInside: self.isInsideMember) else { return 0 }
            let (produced, result) = self.inflateOnce(into: &buffer, at: at, count: count)
            switch result {
            case Z_OK, Z_BUF_ERROR:
                self.isInsideMember = true
            case Z_STREAM_END:
                self.isInsideMember = false
                // SAFETY: the stream is begun and owned by this object.
                _ = unsafe inflateReset(self.stream)
            default:
                if produced > 0 { return produced }
                throw InputProblem(place: "", message: "the compressed data is damaged")
            }
            if produced > 0 { return produced }
        }
    }

    private func inflateOnce(into buffer: inout [UInt8], at: Int, count: Int) -> (Int, Int32) {
        var produced = 0
        var taken = self.input.used
        var result: Int32 = Z_OK
        // SAFETY: input and output pointers are good for the counts given with them, and zlib keeps neither after the
        // call: both are set again before the next one.
        unsafe self.input.bytes.withUnsafeBufferPointer { input in
            unsafe buffer.withUnsafeMutableBufferPointer { output in
                guard let from = input.baseAddress, let to = output.baseAddress else { return }
                unsafe self.stream.pointee.next_in = UnsafeMutablePointer(mutating: from) + self.input.used
                unsafe self.stream.pointee.avail_in = UInt32(self.input.filled - self.input.used)
                unsafe self.stream.pointee.next_out = to + at
                unsafe self.stream.pointee.avail_out = UInt32(count)
                result = unsafe inflate(self.stream, Z_NO_FLUSH)
                produced = unsafe count - Int(self.stream.pointee.avail_out)
                taken = unsafe self.input.filled - Int(self.stream.pointee.avail_in)
            }
        }
        self.input.used = taken
        return (produced, result)
    }
}
