internal import GatewayGuide

/// When requests of a recording began, and which of them failed: a line of fixed width, however long it took.
public struct RecordingTimeLine: Sendable {
    private static let most = 64
    private static let narrowest: Int64 = 100

    /// Milliseconds since 1970.
    private var first: Int64?
    private var last: Int64 = 0
    /// Milliseconds that one place stands for.
    private var width = Self.narrowest
    private var places: [(all: Int, failed: Int)] = []

    public init() {}

    mutating func note(_ started: Int64, isFailed: Bool) {
        let first = self.first ?? started
        self.first = first
        self.last = max(self.last, started)
        // What is listed late began before; it still has a place.
        let offset = max(0, started - first)
        while offset / self.width >= Int64(Self.most) { self.widen() }
        let place = Int(offset / self.width)
        while self.places.count <= place { self.places.append((0, 0)) }
        self.places[place].all += 1
        if isFailed { self.places[place].failed += 1 }
    }

    private mutating func widen() {
        self.width *= 2
        self.places = stride(from: 0, to: self.places.count, by: 2).map { index in
            let next = index + 1 < self.places.count ? self.places[index + 1] : (0, 0)
            return (self.places[index].all + next.0, self.places[index].failed + next.1)
        }
    }

    /// One line to read and one to see; nil where nothing failed, or all began at once.
    public var text: String? {
        guard let first = self.first, self.places.count > 1, self.places.contains(where: { $0.failed > 0 }) else {
            return nil
        }
        let line = self.places.map { $0.failed > 0 ? "✗" : $0.all > 0 ? "·" : " " }.joined()
        let length = Self.seconds(max(0, self.last - first))
        return "from \(UTCTime.text(milliseconds: first)), \(length) long, a place is \(Self.seconds(self.width))\n"
            + "|\(line)|  ✗ some failed, · all well\n"
    }

    private static func seconds(_ milliseconds: Int64) -> String {
        "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s"
    }
}
