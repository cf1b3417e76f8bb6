import GatewayBytes
import GatewayCore
import GatewayReactor
import GatewayWire

@testable import GatewayPlane

/// Makes fills and reads what their followers are given.
enum FillHouse {
    static func fill(_ store: CacheStore, length: UInt64? = nil, largest: UInt64 = 1 << 20) throws -> CacheFill? {
        var lines = Buffer()
        lines.append("HTTP/1.1 200 OK\r\nX: y\r\n")
        let draft = CacheEntry(
            key: [],
            hash: 0,
            varyNames: [],
            variant: [],
            head: try StoredHead(lines),
            facts: StoredFacts(status: 200, lifetime: 9, initialAge: 0, receivedAt: 0, date: 0),
            blocks: [],
            length: 0,
            tags: []
        )
        return CacheFill(store, draft, from: "http://127.0.0.1:9001", length: length, largest: largest)
    }

    static func source(_ content: [UInt8]) -> Buffer {
        var source = Buffer()
        source.append(content)
        return source
    }

    /// All that a follower can have now.
    static func read(_ fill: CacheFill, _ place: Int) -> [UInt8] {
        var output = Buffer()
        while case .content = fill.give(place, asChunk: false, into: &output) {}
        return output.prefix(.max)
    }

    /// What the fill told those who wait for it, by the number in their key.
    static func told(_ mailbox: Mailbox<WorkerMessage>) -> [UInt32] {
        mailbox.take().compactMap { message in
            guard case .cacheFillMoved(let x) = message else { return nil }
            return x.index
        }
    }
}
