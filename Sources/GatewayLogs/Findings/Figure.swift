/// Numbers as people read them.
enum Figure {
    static func percent(_ share: Double) -> String {
        let percent = share * 100
        if percent >= 99.95 { return "100 %" }
        if percent >= 10 { return "\(Int(percent.rounded())) %" }
        if percent >= 0.1 { return "\(Self.decimals(percent, 1)) %" }
        return percent > 0 ? "< 0.1 %" : "0 %"
    }

    /// With thin gaps between thousands: "12 431".
    static func count(_ number: UInt64) -> String {
        let digits = Array(String(number))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += " " }
            text.append(digit)
        }
        return text
    }

    /// "about 1 200 visitors": many clients can only be estimated.
    static func visitors(_ number: Int) -> String {
        number == 1 ? "1 visitor" : "\(number > 20 ? "about " : "")\(Self.count(UInt64(max(0, number)))) visitors"
    }

    static func bytes(_ number: UInt64) -> String {
        switch number {
        case ..<1000: "\(number) B"
        case ..<1_000_000: "\(Self.decimals(Double(number) / 1e3, 1)) kB"
        case ..<1_000_000_000: "\(Self.decimals(Double(number) / 1e6, 1)) MB"
        default: "\(Self.decimals(Double(number) / 1e9, 2)) GB"
        }
    }

    static func time(_ seconds: Double) -> String {
        switch seconds {
        case ..<1: "\(Int((seconds * 1000).rounded())) ms"
        case ..<90: "\(Self.decimals(seconds, seconds < 10 ? 1 : 0)) s"
        case ..<5400: "\(Self.decimals(seconds / 60, 0)) min"
        case ..<172_800: "\(Self.decimals(seconds / 3600, 1)) h"
        default: "\(Self.decimals(seconds / 86_400, 1)) days"
        }
    }

    static func decimals(_ number: Double, _ places: Int) -> String {
        guard number.isFinite, abs(number) < 1e15 else { return "?" }
        let scale = places == 0 ? 1.0 : places == 1 ? 10.0 : 100.0
        let scaled = Int((number * scale).rounded())
        let factor = Int(scale)
        guard places > 0, scaled % factor != 0 else { return String(scaled / factor) }
        let rest = String(scaled % factor)
        return "\(scaled / factor)." + String(repeating: "0", count: places - rest.utf8.count) + rest
    }
}
