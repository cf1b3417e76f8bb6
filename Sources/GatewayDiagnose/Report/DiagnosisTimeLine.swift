/// Draws how long each part of each first visit took, one bar for each address.
struct DiagnosisTimeLine {
    private struct Bar {
        var label: String
        var parts: [(name: String, milliseconds: Double, color: String)]
        /// Why there is nothing to draw.
        var fault: String?
        var total: Double { self.parts.reduce(0) { $0 + $1.milliseconds } }
    }

    private static let most = 12
    private let bars: [Bar]

    init(_ document: DiagnosisDocument) {
        let names = document.names.filter { !$0.isGiven }.map(\.milliseconds).max() ?? 0
        self.bars = document.visits.filter { $0.purpose == .page || $0.purpose == .origin }.prefix(Self.most).map {
            row in
            var parts: [(String, Double, String)] = []
            if names > 0, row.purpose == .page { parts.append(("name", names, "#8250df")) }
            if let time = row.connectMilliseconds { parts.append(("connect", time, "#0969da")) }
            if let time = row.handshakeMilliseconds { parts.append(("TLS", time, "#1b7c83")) }
            let exchange = row.exchanges.first
            if let time = exchange?.firstByteMilliseconds {
                parts.append(("wait", time, "#bf8700"))
                if let total = exchange?.totalMilliseconds {
                    parts.append(("content", max(0, total - time), "#1a7f37"))
                }
            } else if let total = exchange?.totalMilliseconds {
                parts.append(("in vain", total, "#b42318"))
            }
            return Bar(label: row.address, parts: parts, fault: row.fault?.replacing("_", with: " "))
        }
    }

    /// Empty when there is nothing to draw.
    ///
    /// Bars are pictures that are stretched, words are text beside them: so the one fits any width and the other stays
    /// readable on a phone and on paper.
    var html: String {
        let longest = self.bars.map(\.total).max() ?? 0
        guard longest > 0 else { return "" }
        let rows = self.bars.map { self.row($0, longest) }.joined(separator: "\n")
        return """
            <h2>Time line</h2>
            <div class="line">
            \(rows)
            <p class="legend">\(self.legend)</p>
            </div>
            """
    }

    private func row(_ bar: Bar, _ longest: Double) -> String {
        var x = 0.0
        var shapes = ""
        for part in bar.parts {
            // What is too short to be seen is still there.
            let width = max(0.4, part.milliseconds / longest * 100)
            shapes +=
                "<rect x=\"\(Self.short(x))\" y=\"0\" width=\"\(Self.short(width))\" height=\"10\" "
                + "fill=\"\(part.color)\"><title>\(part.name): \(Judge.text(part.milliseconds))</title></rect>"
            x += width
        }
        let label = DiagnosisPage.safe(bar.label)
        guard bar.total > 0 else {
            let fault = DiagnosisPage.safe(bar.fault ?? "not reached")
            return "<p class=\"bar\"><span>\(label)</span> <span>\(fault)</span></p>"
        }
        let parts = bar.parts.map { "\($0.name) \(Judge.text($0.milliseconds))" }.joined(separator: ", ")
        let end = bar.fault.map { ", then \(DiagnosisPage.safe($0))" } ?? ""
        return "<p class=\"bar\"><span>\(label)</span> <span>\(Judge.text(bar.total))\(end)</span></p>"
            + "<svg viewBox=\"0 0 102 10\" preserveAspectRatio=\"none\" role=\"img\" "
            + "aria-label=\"\(label): \(parts)\">\(shapes)</svg>"
    }

    private var legend: String {
        var seen: [(name: String, color: String)] = []
        for part in self.bars.flatMap(\.parts) where !seen.contains(where: { $0.name == part.name }) {
            seen.append((part.name, part.color))
        }
        return seen.map { part in
            "<span><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect width=\"10\" height=\"10\" "
                + "fill=\"\(part.color)\"/></svg>\(part.name)</span>"
        }.joined(separator: " ")
    }

    private static func short(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
}
