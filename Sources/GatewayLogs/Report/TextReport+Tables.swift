/// Rates over time, tables, events, and what is to be said about the inputs.
extension TextReport {
    func overTime() -> [String] {
        let steps = self.report.timeline
        let failures = steps.map(\.failures)
        guard let peak = failures.max(), peak > 0, steps.count > 1 else { return [] }
        let at = steps.firstIndex { $0.failures == peak } ?? 0
        let words = "peak \(Figure.count(peak)) in \(Figure.time(self.report.stepSeconds)) at \(steps[at].time)"
        let spark = Self.spark(self.squeezed(failures))
        let isWide = 14 + spark.count + words.count <= self.width
        let lines = [
            "", self.bold("Over time"), "  failures  " + self.paint(spark, "31") + (isWide ? "  " + words : ""),
            "  requests  " + self.dim(Self.spark(self.squeezed(steps.map(\.requests)))),
        ]
        return isWide ? lines : lines + [self.cut("            " + words, to: self.width)]
    }

    /// Neighbouring steps together, as many as it takes to fit the line.
    private func squeezed(_ values: [UInt64]) -> [UInt64] {
        let room = max(1, self.width - 12)
        let together = (values.count + room - 1) / room
        return stride(from: 0, to: values.count, by: max(1, together)).map { start in
            values[start..<min(values.count, start + together)].reduce(0, +)
        }
    }

    static func spark(_ values: [UInt64]) -> String {
        guard let peak = values.max(), peak > 0 else { return "" }
        return String(
            values.map { value in
                value == 0 ? Self.bars[0] : Self.bars[1 + Int(Double(value) / Double(peak) * 7)]
            }
        )
    }

    func table(_ table: LogReport.Table) -> [String] {
        var lines = [
            "", self.bold("By \(table.by)") + self.dim(table.by == "status" ? "  (all requests)" : "  (failures)"),
        ]
        for row in table.rows.prefix(max(12, table.rows.count < 20 ? 20 : 0)) {
            var text = row.name
            if let requests = row.requests, requests > 0 {
                text +=
                    "  of \(Figure.count(requests)) requests, \(Figure.percent(min(1, Double(row.count) / Double(requests))))"
            }
            lines.append(self.row(Figure.count(row.count), Figure.percent(row.share), text))
        }
        return lines
    }

    func events() -> [String] {
        guard !self.report.events.isEmpty else { return [] }
        var lines = ["", self.bold("What happened to processes")]
        for event in self.report.events.prefix(6) {
            lines.append(
                self.row(Figure.count(event.count), "", event.event + (event.last.map { ", last at \($0)" } ?? ""))
            )
            if let sample = event.sample { lines += self.sample(sample) }
        }
        return lines
    }

    func remarks() -> [String] {
        var lines: [String] = [""]
        var formats: [String: Int] = [:]
        for input in self.report.inputs { formats[input.title, default: 0] += 1 }
        for (title, count) in formats.sorted(by: { ($0.value, $1.key) > ($1.value, $0.key) }) {
            let files = self.report.inputs.filter { $0.title == title }.prefix(3).map(\.file).joined(separator: ", ")
            lines += self.wrapped(
                "\(title == LogFormat.unknown.title ? "Not recognised" : "Read as \(title)"): \(files)\(count > 3 ? " and \(count - 3) more" : "")",
                indent: ""
            )
            .map(self.dim)
        }
        for note in self.report.notes { lines += self.wrapped(note, indent: "").map(self.dim) }
        for problem in self.report.problems.prefix(self.tellsProblems ? 10 : 0) {
            lines += self.wrapped("\(problem.place): \(problem.message)", indent: "").map { self.paint($0, "31") }
        }
        return lines.count == 1 ? [] : lines
    }
}
