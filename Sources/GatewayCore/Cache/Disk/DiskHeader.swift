public import GatewayBytes

/// The first bytes of every file in the cache's directory, of fixed length, little-endian.
///
/// | bytes | what |
/// |---|---|
/// | 8 | `GGCACHE` and a line end |
/// | 2 | version of the format |
/// | 2 | `DiskKind` |
/// | 4 | length of the head (`DiskHead`) |
/// | 8 | length of the content |
/// | 8 | checksum of the head |
/// | 8 | checksum of the content |
/// | 8 | checksum of all these |
public struct DiskHeader: Equatable, Sendable, BitwiseCopyable {
    public var kind: DiskKind
    public var headLength: Int
    public var contentLength: UInt64
    public var headChecksum: UInt64
    public var contentChecksum: UInt64

    public static let size = 48
    /// Raised with every change of the format: files of another version are removed, not converted.
    public static let version: UInt16 = 1
    /// More than the largest head, key and tags that are kept.
    public static let longestHead = 1 << 20
    private static let magic = Array("GGCACHE\n".utf8)

    public init(kind: DiskKind, headLength: Int, contentLength: UInt64, headChecksum: UInt64, contentChecksum: UInt64) {
        self.kind = kind
        self.headLength = headLength
        self.contentLength = contentLength
        self.headChecksum = headChecksum
        self.contentChecksum = contentChecksum
    }

    /// Bytes of the whole file.
    public var fileSize: UInt64 { UInt64(Self.size) + UInt64(self.headLength) + self.contentLength }

    public func append(_ secret: DiskSecret, into buffer: inout Buffer) {
        var bytes = Buffer()
        bytes.append(Self.magic)
        bytes.append(littleEndian: Self.version)
        bytes.append(littleEndian: UInt16(self.kind.rawValue))
        bytes.append(littleEndian: UInt32(self.headLength))
        bytes.append(littleEndian: self.contentLength)
        bytes.append(littleEndian: self.headChecksum)
        bytes.append(littleEndian: self.contentChecksum)
        var checksum = secret.checksum
        checksum.take(bytes.span)
        bytes.append(littleEndian: checksum.value)
        buffer.append(bytes)
    }

    /// Reads the first bytes of a file; nil unless it is one of ours in this version, whole, and of this length.
    public init?(_ bytes: borrowing Span<UInt8>, fileSize: UInt64, _ secret: DiskSecret) {
        guard bytes.count == Self.size else { return nil }
        var checksum = secret.checksum
        checksum.take(bytes.extracting(first: Self.size - 8))
        var reader = ByteReader(count: bytes.count)
        for byte in Self.magic {
            guard reader.byte(bytes) == byte else { return nil }
        }
        guard let version = reader.number(bytes, UInt16.self), version == Self.version,
            let kind = reader.number(bytes, UInt16.self).flatMap({ DiskKind(rawValue: UInt8(truncatingIfNeeded: $0)) }),
            let headLength = reader.number(bytes, UInt32.self), headLength <= Self.longestHead,
            let contentLength = reader.number(bytes, UInt64.self), contentLength < 1 << 50,
            let headChecksum = reader.number(bytes, UInt64.self),
            let contentChecksum = reader.number(bytes, UInt64.self),
            reader.number(bytes, UInt64.self) == checksum.value
        else { return nil }
        self.init(
            kind: kind,
            headLength: Int(headLength),
            contentLength: contentLength,
            headChecksum: headChecksum,
            contentChecksum: contentChecksum
        )
        guard self.fileSize == fileSize else { return nil }
    }
}
