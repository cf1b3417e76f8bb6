/// A length of time in whole milliseconds, up to 49 days; zero means that the timer is off.
public struct Milliseconds: Hashable, Comparable, Sendable, BitwiseCopyable {
    public let count: UInt32

    public init(_ count: UInt32) {
        self.count = count
    }

    /// No limit.
    public static let off = Milliseconds(0)

    /// Seconds beyond 49 days saturate.
    public static func seconds(_ seconds: UInt32) -> Milliseconds {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        return Milliseconds(overflow ? .max : product)
    }

    public var isOff: Bool { self.count == 0 }

    public static func < (left: Milliseconds, right: Milliseconds) -> Bool { left.count < right.count }
}

extension Milliseconds: CustomStringConvertible {
    /// The shortest form that the configuration file reads back: `off`, `250ms`, `4s`, `1m30s`, `1h`.
    public var description: String {
        guard !self.isOff else { return "off" }
        var rest = self.count
        var text = ""
        for (unit, size) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)]
            as [(String, UInt32)]
        where rest >= size {
            text += "\(rest / size)\(unit)"
            rest %= size
        }
        return text
    }
}
