import Foundation
import GatewayGuide

/// The `--json` form of what commands print: ASCII only, keys in a stable order.
enum JSONOutput {
    static func text(_ value: some Encodable) -> String { self.encode(value, [.prettyPrinted]) + "\n" }

    /// One value a line, for what is printed as it happens.
    static func line(_ value: some Encodable) -> String { self.encode(value, []) + "\n" }

    private static func encode(_ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
        encoder.keyEncodingStrategy = .convertToSnakeCase
        // As in an incident by itself; without them one such number would lose the whole document.
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "infinite",
            negativeInfinity: "-infinite",
            nan: "unknown"
        )
        guard let data = try? encoder.encode(value) else { return "null" }
        var text = ""
        for scalar in String(decoding: data, as: UTF8.self).unicodeScalars {
            // Beyond ASCII a character stands only inside a string, where its escape means the same.
            if scalar.value < 0x7F { text.unicodeScalars.append(scalar) } else { text += Escape.json(String(scalar)) }
        }
        return text
    }
}
