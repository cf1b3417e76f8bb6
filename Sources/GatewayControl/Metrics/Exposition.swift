/// Writes the Prometheus text format, version 0.0.4.
///
/// Knows the format only: one `HELP` and `TYPE` line for each family, then its samples, values escaped.
struct Exposition {
    enum Kind: String {
        case counter, gauge, histogram
    }

    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var text = ""

    /// A family and its samples; one without samples is left out, because a reader could not tell why it is empty.
    mutating func family(
        _ name: String,
        _ kind: Kind,
        _ help: String,
        _ samples: (inout Samples) -> Void
    ) {
        var written = Samples(family: name)
        samples(&written)
        guard !written.text.isEmpty else { return }
        self.text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) \(kind.rawValue)\n"
        self.text += written.text
    }

    /// A family of one sample without labels.
    mutating func single(_ name: String, _ kind: Kind, _ help: String, _ value: some MetricValue) {
        self.family(name, kind, help) { $0.add([], value) }
    }

    /// The samples of one family.
    struct Samples {
        typealias Label = (name: String, value: String)

        fileprivate var text = ""
        private let family: String

        fileprivate init(family: String) { self.family = family }

        mutating func add(_ labels: [Label], suffix: String = "", _ value: some MetricValue) {
            self.text += self.family + suffix
            if !labels.isEmpty {
                let pairs = labels.map { "\($0.name)=\"\(Exposition.escaped($0.value, quotes: true))\"" }
                self.text += "{" + pairs.joined(separator: ",") + "}"
            }
            self.text += " \(value.metricText)\n"
        }

        /// A histogram: `counts` has one count for each bound and one for the rest.
        mutating func addHistogram(_ labels: [Label], bounds: [Double], counts: [UInt64], sum: Double) {
            var total: UInt64 = 0
            for (index, count) in counts.enumerated() {
                total &+= count
                let bound = index < bounds.count ? bounds[index].metricText : "+Inf"
                self.add(labels + [("le", bound)], suffix: "_bucket", total)
            }
            self.add(labels, suffix: "_sum", sum)
            self.add(labels, suffix: "_count", total)
        }
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

/// A number that can be a sample's value.
protocol MetricValue {
    var metricText: String { get }
}

extension UInt64: MetricValue {
    var metricText: String { String(self) }
}

extension Int: MetricValue {
    var metricText: String { String(self) }
}

extension Double: MetricValue {
    /// Whole numbers without a fraction: `1`, not `1.0`, so that bounds read as people write them.
    var metricText: String {
        guard self.isFinite else { return self.isNaN ? "NaN" : self > 0 ? "+Inf" : "-Inf" }
        guard let whole = Int64(exactly: self) else { return String(self) }
        return String(whole)
    }
}
