internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults

extension CacheEntry {
    /// What stands in front of the content in a file: the header and the head.
    func diskHead(_ kind: DiskKind, _ secret: DiskSecret, at clock: DiskClock) -> Buffer {
        let head = self.diskHead(at: clock)
        var bytes = Buffer()
        head.append(into: &bytes)
        var headChecksum = secret.checksum
        headChecksum.take(bytes.span)
        var contentChecksum = secret.checksum
        for block in self.blocks { block.bytes.withSpan { contentChecksum.take($0) } }
        let header = DiskHeader(
            kind: kind,
            headLength: bytes.count,
            contentLength: self.length,
            headChecksum: headChecksum.value,
            contentChecksum: contentChecksum.value
        )
        var file = Buffer()
        header.append(secret, into: &file)
        file.append(bytes)
        return file
    }

    private func diskHead(at clock: DiskClock) -> DiskHead {
        DiskHead(
            key: self.key,
            varyNames: self.varyNames,
            variant: self.variant,
            tags: self.tags,
            facts: self.facts,
            receivedWall: clock.wall(of: self.facts),
            lines: self.head.lines.withSpan { span in span.indices.map { span[$0] } }
        )
    }

    /// What the index has to know before the file is there.
    func diskRecord(_ kind: DiskKind, _ secret: DiskSecret, at clock: DiskClock) -> DiskRecord {
        let runs = self.key.count + self.variant.count + self.tags.count * 8 + self.head.lines.count
        let names = self.varyNames.reduce(0) { $0 + $1.bytes.count + 4 }
        let size = UInt64(DiskHeader.size + DiskHead.fixedSize + runs + names) + self.length
        return DiskRecord(
            name: secret.name(kind, key: self.key, names: self.varyNames, variant: self.variant),
            kind: kind,
            url: secret.number(urlOf: self.key),
            key: secret.number(key: self.key),
            varyNames: self.varyNames,
            tags: self.tags,
            size: size,
            receivedWall: clock.wall(of: self.facts)
        )
    }

    /// An entry from a file; nil when its head is none.
    convenience init?(_ head: DiskHead, _ blocks: [CacheBlock], _ length: UInt64, seed: UInt64, at clock: DiskClock) {
        var lines = Buffer()
        lines.append(head.lines)
        do throws(Fault) {
            self.init(
                key: head.key,
                hash: CacheKey.hash(head.key.span, seed: seed),
                varyNames: head.varyNames,
                variant: head.variant,
                head: try StoredHead(lines),
                facts: clock.facts(head.facts, receivedWall: head.receivedWall),
                blocks: blocks,
                length: length,
                tags: head.tags
            )
        } catch {
            return nil
        }
    }
}
