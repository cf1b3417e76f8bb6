/// Draws how long each part of each first visit took, one bar for each address.
struct DiagnosisTimeLine {
    private struct Bar {
        var label: String
        var parts: [(name: String, milliseconds: Double, color: String)]
        var total: Double { self.parts.reduce(0) { $0 + $1.milliseconds } }
    }

    private static let width = 800.0
    private static let left = 200.0
    private static let row = 28.0
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
            return Bar(label: row.address, parts: parts)
        }
    }

    /// Empty when there is nothing to draw.
    var svg: String {
        let longest = self.bars.map(\.total).max() ?? 0
        guard longest > 0 else { return "" }
        let scale = (Self.width - Self.left - 80) / longest
        var shapes = ""
        for (index, bar) in self.bars.enumerated() {
            let y = Double(index) * Self.row
            shapes += "<text x=\"0\" y=\"\(y + 17)\">\(DiagnosisPage.safe(bar.label))</text>"
            var x = Self.left
            for part in bar.parts {
                let width = max(1, part.milliseconds * scale)
                let title = "<title>\(part.name): \(Judge.text(part.milliseconds))</title>"
                shapes +=
                    "<rect x=\"\(Self.short(x))\" y=\"\(y + 4)\" width=\"\(Self.short(width))\" height=\"18\" "
                    + "fill=\"\(part.color)\">\(title)</rect>"
                x += width
            }
            shapes += "<text x=\"\(Self.short(x + 6))\" y=\"\(y + 17)\">\(Judge.text(bar.total))</text>"
        }
        let legend = self.legend(y: Double(self.bars.count) * Self.row + 20)
        let height = Double(self.bars.count) * Self.row + 32
        return "<svg viewBox=\"0 0 \(Int(Self.width)) \(Int(height))\" role=\"img\" aria-label=\"Time line\" "
            + "font-family=\"system-ui, sans-serif\" font-size=\"13\">\(shapes)\(legend)</svg>"
    }

    private func legend(y: Double) -> String {
        var seen: [(name: String, color: String)] = []
        for part in self.bars.flatMap(\.parts) where !seen.contains(where: { $0.name == part.name }) {
            seen.append((part.name, part.color))
        }
        var text = ""
        for (index, part) in seen.enumerated() {
            let x = Self.left + Double(index) * 90
            text += "<rect x=\"\(x)\" y=\"\(y - 10)\" width=\"10\" height=\"10\" fill=\"\(part.color)\"></rect>"
            text += "<text x=\"\(x + 15)\" y=\"\(y)\">\(part.name)</text>"
        }
        return text
    }

    private static func short(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
