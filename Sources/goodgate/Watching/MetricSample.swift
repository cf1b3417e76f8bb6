/// One sample of the Prometheus text format.
struct MetricSample: Sendable, Equatable {
    var name: String
    var labels: [String: String]
    var value: Double

    /// The samples of a text; a line that is none is left out, because a newer gateway may say more than we know.
    static func all(in text: String) -> [MetricSample] {
        text.utf8.split(separator: UInt8(ascii: "\n")).compactMap { MetricSample(line: Array($0)) }
    }

    private init?(line: [UInt8]) {
        guard let first = line.first, first != UInt8(ascii: "#") else { return nil }
        let nameEnd = line.firstIndex { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: " ") } ?? line.endIndex
        var position = nameEnd
        var labels: [String: String] = [:]
        if position < line.endIndex, line[position] == UInt8(ascii: "{") {
            guard let end = Self.readLabels(line, position + 1, into: &labels) else { return nil }
            position = end
        }
        let rest = String(decoding: line[position...], as: UTF8.self).split(separator: " ")
        guard nameEnd > 0, let value = rest.first.flatMap({ Double($0) }) else { return nil }
        self.name = String(decoding: line[..<nameEnd], as: UTF8.self)
        self.labels = labels
        self.value = value
    }

    /// Reads `name="value",…}` and returns where it ends.
    private static func readLabels(_ line: [UInt8], _ start: Int, into labels: inout [String: String]) -> Int? {
        var position = start
        while position < line.count, line[position] != UInt8(ascii: "}") {
            guard let equals = line[position...].firstIndex(of: UInt8(ascii: "=")), equals + 1 < line.count,
                line[equals + 1] == UInt8(ascii: "\"")
            else { return nil }
            let name = String(decoding: line[position..<equals], as: UTF8.self)
            var value: [UInt8] = []
            position = equals + 2
            while position < line.count, line[position] != UInt8(ascii: "\"") {
                if line[position] == UInt8(ascii: "\\"), position + 1 < line.count {
                    position += 1
                    value.append(line[position] == UInt8(ascii: "n") ? UInt8(ascii: "\n") : line[position])
                } else {
                    value.append(line[position])
                }
                position += 1
            }
            guard position < line.count else { return nil }
            labels[name] = String(decoding: value, as: UTF8.self)
            position += 1
            if position < line.count, line[position] == UInt8(ascii: ",") { position += 1 }
        }
        return position < line.count ? position + 1 : nil
    }
}
