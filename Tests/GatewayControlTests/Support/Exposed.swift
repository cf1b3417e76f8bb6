/// A strict reader of the Prometheus text format 0.0.4: what it takes, every scraper takes.
///
/// Written from the format's description, without a look at the writer.
struct Exposed {
    struct Sample: Equatable {
        let name: String
        let labels: [String: String]
        let value: Double
    }

    struct Family {
        var name: String
        var help: String?
        var type: String
        var samples: [Sample] = []
    }

    struct Malformed: Error, CustomStringConvertible {
        let line: Int
        let reason: String
        var description: String { "line \(self.line): \(self.reason)" }
    }

    private(set) var families: [Family] = []
    private var seen: Set<String> = []
    private var pendingHelp: (name: String, text: String)?
    private var number = 0

    init(_ text: String) throws(Malformed) {
        guard text.hasSuffix("\n") else { throw Malformed(line: 0, reason: "the last line does not end") }
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
            self.number += 1
            try self.read(line)
        }
        guard self.pendingHelp == nil else { throw self.malformed("HELP without TYPE") }
        for family in self.families { try self.check(family) }
    }

    func family(_ name: String) -> Family? { self.families.first { $0.name == name } }

    /// The value of the one sample with that name and those labels.
    func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        let samples = self.families.flatMap(\.samples).filter { $0.name == name && $0.labels == labels }
        return samples.count == 1 ? samples[0].value : nil
    }

    // MARK: - Lines

    private func malformed(_ reason: String) -> Malformed { Malformed(line: self.number, reason: reason) }

    private mutating func read(_ line: Substring) throws(Malformed) {
        if line.hasPrefix("# HELP ") { return try self.readHelp(line.dropFirst(7)) }
        if line.hasPrefix("# TYPE ") { return try self.readType(line.dropFirst(7)) }
        guard !line.isEmpty, !line.hasPrefix("#") else {
            throw self.malformed("neither sample, HELP nor TYPE: \(line)")
        }
        try self.readSample(line)
    }

    private mutating func readHelp(_ line: Substring) throws(Malformed) {
        let parts = line.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, self.pendingHelp == nil else { throw self.malformed("HELP out of place") }
        try self.checkName(parts[0])
        self.pendingHelp = (String(parts[0]), String(parts[1]))
    }

    private mutating func readType(_ line: Substring) throws(Malformed) {
        let parts = line.split(separator: " ")
        guard parts.count == 2, ["counter", "gauge", "histogram"].contains(parts[1]) else {
            throw self.malformed("no such type: \(line)")
        }
        let name = String(parts[0])
        guard self.pendingHelp?.name == name else { throw self.malformed("TYPE of \(name) without its HELP before") }
        guard self.seen.insert(name).inserted else { throw self.malformed("\(name) comes twice") }
        self.families.append(Family(name: name, help: self.pendingHelp?.text, type: String(parts[1])))
        self.pendingHelp = nil
    }

    private mutating func readSample(_ line: Substring) throws(Malformed) {
        var rest = line
        let name = String(rest.prefix { $0 != "{" && $0 != " " })
        try self.checkName(Substring(name))
        rest = rest.dropFirst(name.count)
        let labels = rest.first == "{" ? try self.readLabels(&rest) : [:]
        guard rest.first == " ", let value = Self.number(rest.dropFirst()) else {
            throw self.malformed("no value: \(line)")
        }
        guard let last = self.families.indices.last, self.belongs(name, to: self.families[last]) else {
            throw self.malformed("\(name) is not of the family before it")
        }
        let sample = Sample(name: name, labels: labels, value: value)
        let isNew = !self.families[last].samples.contains { $0.name == name && $0.labels == labels }
        guard isNew else { throw self.malformed("the sample comes twice: \(line)") }
        self.families[last].samples.append(sample)
    }

    private func readLabels(_ rest: inout Substring) throws(Malformed) -> [String: String] {
        var labels: [String: String] = [:]
        repeat {
            rest = rest.dropFirst()
            let name = rest.prefix { $0 != "=" }
            guard name.first?.isLetter == true || name.first == "_",
                name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
            else { throw self.malformed("not a label name: \(name)") }
            rest = rest.dropFirst(name.count)
            guard rest.hasPrefix("=\"") else { throw self.malformed("no quote after \(name)") }
            rest = rest.dropFirst(2)
            guard labels.updateValue(try self.readQuoted(&rest), forKey: String(name)) == nil else {
                throw self.malformed("the label \(name) comes twice")
            }
        } while rest.first == ","
        guard rest.first == "}" else { throw self.malformed("the labels do not end") }
        rest = rest.dropFirst()
        return labels
    }

    private func readQuoted(_ rest: inout Substring) throws(Malformed) -> String {
        var text = ""
        while let next = rest.popFirst() {
            if next == "\"" { return text }
            guard next == "\\" else {
                text.append(next)
                continue
            }
            switch rest.popFirst() {
            case "\\": text.append("\\")
            case "\"": text.append("\"")
            case "n": text.append("\n")
            default: throw self.malformed("no such escape")
            }
        }
        throw self.malformed("the value does not end")
    }

    private static func number(_ text: Substring) -> Double? {
        switch text {
        case "+Inf": .infinity
        case "-Inf": -.infinity
        case "NaN": .nan
        default: text.contains(" ") ? nil : Double(text)
        }
    }

    private func checkName(_ name: Substring) throws(Malformed) {
        let isName =
            name.first.map { $0.isASCII && ($0.isLetter || $0 == "_" || $0 == ":") } == true
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") }
        guard isName else { throw self.malformed("not a metric name: \(name)") }
    }

    // MARK: - Families

    private func belongs(_ name: String, to family: Family) -> Bool {
        guard family.type == "histogram" else { return name == family.name }
        return ["_bucket", "_sum", "_count"].contains { name == family.name + $0 }
    }

    private func check(_ family: Family) throws(Malformed) {
        guard !family.samples.isEmpty else { throw self.malformed("\(family.name) has no samples") }
        let isTotal = family.name.hasSuffix("_total")
        guard (family.type == "counter") == isTotal else {
            throw self.malformed("\(family.name) is a \(family.type); a counter's name ends in _total, no other's does")
        }
        if family.type == "counter", let bad = family.samples.first(where: { $0.value < 0 || $0.value.isNaN }) {
            throw self.malformed("a counter below zero: \(bad)")
        }
        if family.type == "histogram" { try self.checkHistogram(family) }
    }

    private func checkHistogram(_ family: Family) throws(Malformed) {
        let series = Set(
            family.samples.map { sample in
                sample.labels.filter { $0.key != "le" }
            }
        )
        for labels in series {
            let buckets = family.samples.filter { sample in
                sample.name == family.name + "_bucket" && sample.labels.filter { $0.key != "le" } == labels
            }
            let bounds = buckets.compactMap { sample in sample.labels["le"].flatMap { Self.number(Substring($0)) } }
            guard bounds.count == buckets.count, bounds == bounds.sorted(), bounds.last == .infinity,
                Set(bounds).count == bounds.count
            else { throw self.malformed("\(family.name) \(labels): the bounds do not rise to +Inf") }
            let counts = buckets.map(\.value)
            guard counts == counts.sorted() else { throw self.malformed("\(family.name) \(labels): not cumulative") }
            guard self.value(family.name + "_count", labels) == counts.last,
                self.value(family.name + "_sum", labels) != nil
            else { throw self.malformed("\(family.name) \(labels): count or sum is missing or wrong") }
        }
    }
}
