internal import Foundation
internal import GatewayGuide

/// The JSON of the admin API: ASCII only, so that it is safe on a terminal, keys in a stable order.
enum AdminJSON {
    static func encode(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        guard let data = try? encoder.encode(value) else { return "{}\n" }
        var text = ""
        for scalar in String(decoding: data, as: UTF8.self).unicodeScalars {
            // Beyond ASCII a character stands only inside a string, where its escape means the same.
            if scalar.value < 0x7F { text.unicodeScalars.append(scalar) } else { text += Escape.json(String(scalar)) }
        }
        return text + "\n"
    }
}
