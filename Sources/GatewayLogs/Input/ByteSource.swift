/// The bytes of an input as the log has them, whatever it is packed in.
enum ByteSource {
    case plain(FileBytes)
    case gzip(GzipBytes)
    case zstd(ZstdBytes)
    /// Either, unpacked by a thread of its own.
    case ahead(UnpackedAhead)

    /// What an input is packed in, told by its first bytes and not by its name.
    enum Packing: String, Sendable {
        case none, gzip, zstd

        init(firstBytes bytes: [UInt8]) {
            if bytes.starts(with: [0x1f, 0x8b]) {
                self = .gzip
            } else if bytes.starts(with: [0x28, 0xb5, 0x2f, 0xfd]) {
                self = .zstd
            } else {
                self = .none
            }
        }
    }

    init(_ file: FileBytes, _ packing: Packing) throws(InputProblem) {
        switch packing {
        case .none: self = .plain(file)
        case .gzip:
            guard let gzip = GzipBytes(file) else { throw InputProblem(place: "", message: "zlib could not begin") }
            self = .gzip(gzip)
        case .zstd:
            guard let zstd = ZstdBytes(file) else { throw InputProblem(place: "", message: "zstd could not begin") }
            self = .zstd(zstd)
        }
    }

    /// - Parameter readsAhead: whether a thread of its own may unpack what is packed.
    init(_ file: FileBytes, _ packing: Packing, readsAhead: Bool) throws(InputProblem) {
        guard readsAhead, packing != .none else {
            self = try ByteSource(file, packing)
            return
        }
        self = .ahead(UnpackedAhead(file, packing))
    }

    /// How many bytes of the file itself were read.
    var packedBytes: Int {
        switch self {
        case .plain(let file): file.consumed
        case .gzip(let gzip): gzip.packedBytes
        case .zstd(let zstd): zstd.packedBytes
        case .ahead(let ahead): ahead.packedBytes
        }
    }

    /// What comes next; 0 at the end.
    func read(into buffer: inout [UInt8], at: Int, count: Int) throws(InputProblem) -> Int {
        switch self {
        case .plain(let file): try file.read(into: &buffer, at: at, count: count)
        case .gzip(let gzip): try gzip.read(into: &buffer, at: at, count: count)
        case .zstd(let zstd): try zstd.read(into: &buffer, at: at, count: count)
        case .ahead(let ahead): try ahead.read(into: &buffer, at: at, count: count)
        }
    }
}
