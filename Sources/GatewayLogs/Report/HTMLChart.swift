import GatewayGuide

/// A bar chart as SVG, which scales with the page and needs no script.
enum HTMLChart {
    private static let height = 100.0

    static func bars(_ values: [UInt64], titles: [String] = [], label: String, isCalm: Bool = false) -> String {
        guard let peak = values.max(), peak > 0 else { return "" }
        let bars = values.enumerated().filter { $0.element > 0 }.map { index, value in
            let tall = max(1.5, Double(value) / Double(peak) * Self.height)
            let title = index < titles.count ? "\(titles[index]): \(Figure.count(value))" : Figure.count(value)
            return "<rect x=\"\(index * 10)\" y=\"\(Figure.decimals(Self.height - tall, 2))\" width=\"8\" "
                + "height=\"\(Figure.decimals(tall, 2))\"><title>\(Escape.html(title))</title></rect>"
        }
        return "<svg class=\"chart\(isCalm ? " calm" : "")\" viewBox=\"0 0 \(values.count * 10) 100\" "
            + "preserveAspectRatio=\"none\" role=\"img\" aria-label=\"\(Escape.html(label)), at most \(peak)\">"
            + bars.joined() + "</svg>"
    }
}
