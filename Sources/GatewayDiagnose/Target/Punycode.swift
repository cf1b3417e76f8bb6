/// Names beyond ASCII in the form that DNS knows (RFC 3492, RFC 5891 §4.4).
///
/// Lower-cases and encodes; the other mappings of UTS 46 are a browser's business.
enum Punycode {
    /// The host with every label that needs it as `xn--…`; nil when that is no name.
    static func host(_ text: String) -> String? {
        // RFC 3490 §3.1: full stops of other scripts divide labels, too.
        let isDot: (Character) -> Bool = { $0 == "." || $0 == "\u{3002}" || $0 == "\u{FF0E}" || $0 == "\u{FF61}" }
        var labels: [String] = []
        for label in text.split(omittingEmptySubsequences: false, whereSeparator: isDot) {
            if label.utf8.allSatisfy({ $0 < 0x80 }) {
                labels.append(String(label))
            } else {
                guard let encoded = Self.encode(Array(label.unicodeScalars.map(\.value))) else { return nil }
                labels.append("xn--" + encoded)
            }
        }
        return labels.joined(separator: ".")
    }

    // RFC 3492 §5.
    private static let base: UInt32 = 36
    private static let skew: UInt32 = 38

    private static func encode(_ input: [UInt32]) -> String? {
        guard input.count <= 63 else { return nil }
        var output = input.filter { $0 < 0x80 }.map { UInt8($0) }
        let basic = UInt32(output.count)
        var handled = basic
        if basic > 0 { output.append(UInt8(ascii: "-")) }
        var code: UInt32 = 0x80
        var delta: UInt32 = 0
        var bias: UInt32 = 72
        while handled < input.count {
            guard let next = input.filter({ $0 >= code }).min() else { return nil }
            // At most 63 scalars below 2^21: no overflow.
            delta += (next - code) * (handled + 1)
            code = next
            for scalar in input {
                if scalar < code { delta += 1 }
                guard scalar == code else { continue }
                Self.append(delta, bias: bias, to: &output)
                bias = Self.adapt(delta, points: handled + 1, isFirst: handled == basic)
                delta = 0
                handled += 1
            }
            delta += 1
            code += 1
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func append(_ delta: UInt32, bias: UInt32, to output: inout [UInt8]) {
        var rest = delta
        var position = Self.base
        while true {
            let threshold = position <= bias ? 1 : min(26, position - bias)
            guard rest >= threshold else { return output.append(Self.digit(rest)) }
            output.append(Self.digit(threshold + (rest - threshold) % (Self.base - threshold)))
            rest = (rest - threshold) / (Self.base - threshold)
            position += Self.base
        }
    }

    private static func digit(_ value: UInt32) -> UInt8 { UInt8(value < 26 ? value + 0x61 : value - 26 + 0x30) }

    private static func adapt(_ delta: UInt32, points: UInt32, isFirst: Bool) -> UInt32 {
        var delta = isFirst ? delta / 700 : delta / 2
        delta += delta / points
        var steps: UInt32 = 0
        while delta > 455 {
            delta /= 35
            steps += Self.base
        }
        return steps + 36 * delta / (delta + Self.skew)
    }
}
