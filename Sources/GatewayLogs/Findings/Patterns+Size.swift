/// Sizes that failures have in common.
extension Patterns {
    /// Smaller than this is no size that somebody set a limit to.
    private static let smallest: Int64 = 1024

    /// Only requests above a size fail: a limit of somebody's on what clients send.
    func requestSize() -> LogPattern? {
        guard let (size, usual) = Self.threshold(self.group.requestSizes, self.tally.requestSizes) else { return nil }
        return LogPattern(
            kind: .requestSize,
            text: "only requests of \(Figure.bytes(UInt64(clamping: size))) or more, as "
                + "\(Figure.percent(usual)) of all are: look for a limit on the size of requests",
            share: 1
        )
    }

    /// Responses break off at one size, or only above one.
    func responseSize() -> LogPattern? {
        let sizes = self.group.brokenSizes
        guard sizes.count >= Int(Self.fewest) else { return nil }
        let median = sizes.sorted()[sizes.count / 2]
        let near = sizes.count { abs($0 - median) <= max(512, median / 50) }
        let share = Double(near) / Double(sizes.count)
        if median >= Self.smallest, share >= 0.8 {
            return LogPattern(
                kind: .responseSize,
                text: "\(Figure.percent(share)) break off after about \(Figure.bytes(UInt64(clamping: median))): look "
                    + "for a limit or a buffer of that size",
                share: share
            )
        }
        guard let (size, usual) = Self.threshold(sizes, self.tally.responseSizes) else { return nil }
        return LogPattern(
            kind: .responseSize,
            text: "only responses of \(Figure.bytes(UInt64(clamping: size))) or more break off, as "
                + "\(Figure.percent(usual)) of all are",
            share: 1
        )
    }

    /// The smallest of these sizes, and the part of all requests that is as large; nil where that is no small part, or
    /// the failures are too few of those to have one cause.
    private static func threshold(_ sizes: [Int64], _ all: SizeHistogram) -> (size: Int64, usual: Double)? {
        guard sizes.count >= Int(Self.fewest), let size = sizes.min(), size >= Self.smallest else { return nil }
        let usual = all.share(from: size)
        let larger = usual * Double(all.all)
        guard usual <= 0.2, Double(sizes.count) >= larger * 0.5 else { return nil }
        return (size, usual)
    }
}
