/// What the index knows of one file.
public struct DiskRecord: Equatable, Sendable {
    public var name: DiskName
    public var kind: DiskKind
    /// Numbers of the URL and of the whole key (`DiskSecret`).
    public var url: UInt64
    public var key: UInt64
    /// What chose the response; a list of the index.
    public var varyNames: [VaryName]
    public var tags: [UInt64]
    /// Bytes of the file.
    public var size: UInt64
    /// When the response came, milliseconds since 1970.
    public var receivedWall: UInt64

    public init(
        name: DiskName,
        kind: DiskKind,
        url: UInt64,
        key: UInt64,
        varyNames: [VaryName],
        tags: [UInt64],
        size: UInt64,
        receivedWall: UInt64
    ) {
        self.name = name
        self.kind = kind
        self.url = url
        self.key = key
        self.varyNames = varyNames
        self.tags = tags
        self.size = size
        self.receivedWall = receivedWall
    }

    public init(_ head: DiskHead, _ header: DiskHeader, _ secret: DiskSecret) {
        self.init(
            name: secret.name(header.kind, key: head.key.span, names: head.varyNames, variant: head.variant.span),
            kind: header.kind,
            url: secret.number(urlOf: head.key.span),
            key: secret.number(key: head.key.span),
            varyNames: head.varyNames,
            tags: head.tags,
            size: header.fileSize,
            receivedWall: head.receivedWall
        )
    }

    /// What it takes on disk: whole blocks, and at least one.
    public var cost: UInt64 { (self.size + 4095) / 4096 * 4096 }
}
