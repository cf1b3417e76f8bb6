public import GatewayBytes

/// What a file says of the response it holds: all of it but the content.
///
/// Times are those of the wall clock, so that they outlive the process and the machine's uptime. Not responsible for
/// lengths and checksums (`DiskHeader`).
public struct DiskHead: Equatable, Sendable {
    /// The effective request URI.
    public var key: [UInt8]
    public var varyNames: [VaryName]
    public var variant: [UInt8]
    public var tags: [UInt64]
    /// `receivedAt` is of no use here: `receivedWall` counts.
    public var facts: StoredFacts
    /// When the response came, milliseconds since 1970.
    public var receivedWall: UInt64
    /// Of `StoredHead`.
    public var lines: [UInt8]

    /// Bytes of the numbers and of the lengths in front of the runs.
    public static let fixedSize = 64

    public init(
        key: [UInt8],
        varyNames: [VaryName],
        variant: [UInt8],
        tags: [UInt64],
        facts: StoredFacts,
        receivedWall: UInt64,
        lines: [UInt8]
    ) {
        self.key = key
        self.varyNames = varyNames
        self.variant = variant
        self.tags = tags
        self.facts = facts
        self.receivedWall = receivedWall
        self.lines = lines
    }

    public func append(into buffer: inout Buffer) {
        buffer.append(littleEndian: self.receivedWall)
        buffer.append(littleEndian: self.facts.status)
        buffer.append(self.facts.flags.rawValue)
        buffer.append(self.facts.lastModified == nil ? 0 : 1)
        buffer.append(littleEndian: self.facts.lifetime)
        buffer.append(littleEndian: self.facts.initialAge)
        buffer.append(littleEndian: self.facts.staleWhileRevalidate)
        buffer.append(littleEndian: self.facts.staleIfError)
        buffer.append(littleEndian: UInt64(bitPattern: self.facts.date))
        buffer.append(littleEndian: UInt64(bitPattern: self.facts.lastModified ?? 0))
        Self.append(self.key, &buffer)
        buffer.append(littleEndian: UInt32(self.varyNames.count))
        for name in self.varyNames { Self.append(name.bytes, &buffer) }
        Self.append(self.variant, &buffer)
        buffer.append(littleEndian: UInt32(self.tags.count))
        for tag in self.tags { buffer.append(littleEndian: tag) }
        Self.append(self.lines, &buffer)
    }

    private static func append(_ run: [UInt8], _ buffer: inout Buffer) {
        buffer.append(littleEndian: UInt32(run.count))
        buffer.append(run)
    }

    /// Nil when the bytes are not exactly what `append` writes.
    public init?(_ bytes: borrowing Span<UInt8>) {
        var reader = ByteReader(count: bytes.count)
        guard let receivedWall = reader.number(bytes, UInt64.self),
            let facts = Self.facts(&reader, bytes),
            let key = reader.run(bytes),
            let varyNames = Self.names(&reader, bytes),
            let variant = reader.run(bytes),
            let tags = Self.tags(&reader, bytes),
            let lines = reader.run(bytes),
            reader.isAtEnd
        else { return nil }
        self.init(
            key: key,
            varyNames: varyNames,
            variant: variant,
            tags: tags,
            facts: facts,
            receivedWall: receivedWall,
            lines: lines
        )
    }

    private static func facts(_ reader: inout ByteReader, _ bytes: borrowing Span<UInt8>) -> StoredFacts? {
        guard let status = reader.number(bytes, UInt16.self), 200...599 ~= status,
            let flags = reader.byte(bytes), flags < 16,
            let hasLastModified = reader.byte(bytes), hasLastModified < 2,
            let lifetime = reader.number(bytes, UInt32.self),
            let initialAge = reader.number(bytes, UInt32.self),
            let whileRevalidate = reader.number(bytes, UInt32.self),
            let ifError = reader.number(bytes, UInt32.self),
            let date = reader.number(bytes, UInt64.self),
            let lastModified = reader.number(bytes, UInt64.self)
        else { return nil }
        var facts = StoredFacts(
            status: status,
            lifetime: lifetime,
            initialAge: initialAge,
            receivedAt: 0,
            date: Int64(bitPattern: date)
        )
        facts.flags = StoredFacts.Flags(rawValue: flags)
        facts.staleWhileRevalidate = whileRevalidate
        facts.staleIfError = ifError
        facts.lastModified = hasLastModified == 1 ? Int64(bitPattern: lastModified) : nil
        return facts
    }

    private static func names(_ reader: inout ByteReader, _ bytes: borrowing Span<UInt8>) -> [VaryName]? {
        // As many as `VaryKey.names` gives at most.
        guard let count = reader.number(bytes, UInt32.self), count <= 16 else { return nil }
        var names: [VaryName] = []
        for _ in 0..<count {
            guard let run = reader.run(bytes), run.allSatisfy({ 0x21...0x7E ~= $0 }) else { return nil }
            names.append(VaryName(String(decoding: run, as: UTF8.self)))
        }
        return names
    }

    private static func tags(_ reader: inout ByteReader, _ bytes: borrowing Span<UInt8>) -> [UInt64]? {
        guard let count = reader.number(bytes, UInt32.self), count <= 1024 else { return nil }
        var tags: [UInt64] = []
        for _ in 0..<count {
            guard let tag = reader.number(bytes, UInt64.self) else { return nil }
            tags.append(tag)
        }
        return tags
    }
}
