internal import CGatewaySystem
internal import COpenSSL
internal import Synchronization

/// The keys that session tickets are sealed with, shared by every context and worker (RFC 5077 §4, RFC 8446 §4.6.1).
///
/// A new key every half day, the two before it still open what they sealed: a ticket is good for a day at most, and
/// who steals a key later reads what was sealed within that time only. They live in memory alone.
public final class TicketKeys: Sendable {
    struct Key {
        var name: [UInt8]
        var cipher: [UInt8]
        var mac: [UInt8]
        /// Monotonic nanoseconds.
        var made: UInt64
    }

    /// What a ticket is sealed or opened with.
    struct Found {
        var key: Key
        /// Sealed with a key before the newest: the client gets a new ticket.
        var isOld: Bool
    }

    static let nameCount = 16
    private static let kept = 3
    private let life: UInt64
    private let keys = Mutex<[Key]>([])

    public convenience init() { self.init(lifeNanoseconds: 12 * 3600 * 1_000_000_000) }

    init(lifeNanoseconds: UInt64) { self.life = lifeNanoseconds }

    /// The newest key; nil when the system gives no random bytes.
    func sealing(now: UInt64 = gg_monotonic_ns()) -> Key? {
        self.keys.withLock { keys in
            self.rotate(&keys, now)
            return keys.first
        }
    }

    func opening(_ name: [UInt8], now: UInt64 = gg_monotonic_ns()) -> Found? {
        self.keys.withLock { keys in
            self.rotate(&keys, now)
            guard let index = keys.firstIndex(where: { $0.name == name }) else { return nil }
            return Found(key: keys[index], isOld: index > 0)
        }
    }

    private func rotate(_ keys: inout [Key], _ now: UInt64) {
        keys.removeAll { now &- $0.made >= self.life * UInt64(Self.kept) }
        if let newest = keys.first, now &- newest.made < self.life { return }
        guard let name = Self.random(Self.nameCount), let cipher = Self.random(32), let mac = Self.random(32) else {
            return
        }
        keys.insert(Key(name: name, cipher: cipher, mac: mac, made: now), at: 0)
        if keys.count > Self.kept { keys.removeLast() }
    }

    private static func random(_ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        // SAFETY: RAND_bytes fills exactly the array.
        return unsafe RAND_bytes(&bytes, Int32(count)) == 1 ? bytes : nil
    }
}
