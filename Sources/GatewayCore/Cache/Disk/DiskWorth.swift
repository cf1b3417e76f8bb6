/// Whether a response is worth a file.
public enum DiskWorth {
    /// What is of use for less than this is gone before anybody needs it from the disk.
    public static var leastSeconds: Int64 { 10 }
    /// A search file is written again at most this often: it is read for errors only, and a route without a cache
    /// fetches it with every request.
    public static var searchFilePause: UInt64 { 60_000 }

    /// - Parameter now: monotonic nanoseconds.
    public static func isWorth(_ facts: StoredFacts, now: UInt64) -> Bool {
        if facts.flags.contains(.hasValidator) { return true }
        let stale = max(facts.staleIfError, facts.staleWhileRevalidate)
        return facts.timeToLive(now: now) + Int64(stale) >= Self.leastSeconds
    }

    /// Whether a search file is to be written again.
    public static func isDue(_ record: DiskRecord, after old: DiskRecord) -> Bool {
        record.receivedWall < old.receivedWall || record.receivedWall - old.receivedWall >= Self.searchFilePause
    }
}
