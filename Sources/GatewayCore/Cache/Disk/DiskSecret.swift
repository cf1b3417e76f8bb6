public import GatewayBytes

/// The 16 random bytes of one cache directory, by which its files are named and sealed.
///
/// Nobody who chooses URLs can choose names that fall together, and a file from another directory is told by its seal.
/// Not a signature that keeps out who can read the directory: the key lies in it.
public struct DiskSecret: Sendable, Equatable, BitwiseCopyable {
    public let first: UInt64
    public let second: UInt64

    public init(_ first: UInt64, _ second: UInt64) {
        self.first = first
        self.second = second
    }

    /// Different hashes from one key: each use has a number of its own.
    private func hash(_ use: UInt64) -> SipHash { SipHash(self.first ^ use, self.second) }

    /// - Parameters:
    ///   - key: the effective request URI.
    ///   - variant: the values of the fields in `names`, which chose the response.
    public func name(
        _ kind: DiskKind,
        key: borrowing Span<UInt8>,
        names: [VaryName],
        variant: borrowing Span<UInt8>
    ) -> DiskName {
        var bytes = Buffer()
        bytes.append(kind.rawValue)
        // Lengths in front: no two lists of parts are the same bytes.
        bytes.append(littleEndian: UInt64(key.count))
        bytes.append(key)
        bytes.append(littleEndian: UInt64(names.count))
        for name in names {
            bytes.append(littleEndian: UInt64(name.bytes.count))
            bytes.append(name.bytes)
        }
        bytes.append(variant)
        return DiskName(high: self.hash(1).hash(bytes.span), low: self.hash(2).hash(bytes.span))
    }

    /// The number of a whole key.
    public func number(key: borrowing Span<UInt8>) -> UInt64 { self.hash(3).hash(key) }

    /// The number of a key's URL alone: without what a trusted proxy said of the host, which stands behind a line end.
    public func number(urlOf key: borrowing Span<UInt8>) -> UInt64 {
        var end = 0
        while end < key.count, key[end] != UInt8(ascii: "\n") { end += 1 }
        return self.hash(4).hash(key, 0..<end)
    }

    public func number(key: [UInt8]) -> UInt64 { self.number(key: key.span) }
    public func number(urlOf key: [UInt8]) -> UInt64 { self.number(urlOf: key.span) }

    public func name(_ kind: DiskKind, key: [UInt8], names: [VaryName], variant: [UInt8]) -> DiskName {
        self.name(kind, key: key.span, names: names, variant: variant.span)
    }

    /// An empty checksum.
    public var checksum: DiskChecksum { DiskChecksum(self.hash(5)) }
}
