/// What was purged while the directory is still being looked through: what is found later must not come back.
public struct DiskPurgeMemory: Sendable {
    /// Beyond so many everything found counts as purged: a response too few costs one request.
    private static let most = 1024

    private var purges: [DiskPurge] = []

    public init() {}

    public mutating func remember(_ purge: DiskPurge) {
        if purge == .all || self.purges.count >= Self.most {
            self.purges = [.all]
        } else if self.purges != [.all] {
            self.purges.append(purge)
        }
    }

    public func means(_ record: DiskRecord) -> Bool { self.purges.contains { $0.means(record) } }

    public mutating func forget() { self.purges = [] }
}
