internal import Foundation

/// How often something failed, and between which rates the true one lies.
///
/// Wilson's interval with 95 %: unlike the textbook one it is right for a handful of tries and for none that failed.
public struct Proportion: Hashable, Sendable {
    public var failed: Int
    public var tries: Int

    public init(failed: Int, tries: Int) {
        self.failed = failed
        self.tries = tries
    }

    private static let z = 1.96

    public var rate: Double { self.tries > 0 ? Double(self.failed) / Double(self.tries) : 0 }

    public var low: Double { self.failed == 0 ? 0 : max(0, self.center - self.margin) }
    public var high: Double { self.failed == self.tries && self.tries > 0 ? 1 : min(1, self.center + self.margin) }

    private var n: Double { Double(max(1, self.tries)) }
    private var center: Double { (self.rate + Self.z * Self.z / (2 * self.n)) / (1 + Self.z * Self.z / self.n) }
    private var margin: Double {
        let inner = self.rate * (1 - self.rate) / self.n + Self.z * Self.z / (4 * self.n * self.n)
        return Self.z * inner.squareRoot() / (1 + Self.z * Self.z / self.n)
    }

    /// "3 of 20 tries failed (15 %, with 95 % certainty between 5 and 36 %)".
    public var text: String {
        let percent = { (value: Double) in Int((value * 100).rounded()) }
        return "\(self.failed) of \(self.tries) tries failed (\(percent(self.rate)) %, with 95 % certainty between "
            + "\(percent(self.low)) and \(percent(self.high)) %)"
    }
}
