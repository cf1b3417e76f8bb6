import Foundation

/// Turns values into JSON that is safe to print: ASCII only, keys in a stable order.
enum JSONText {
    static func encode(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        // Our models hold no values that JSON lacks except not-a-number, which these stand for.
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "infinite",
            negativeInfinity: "-infinite",
            nan: "unknown"
        )
        guard let data = try? encoder.encode(value) else { return "{}\n" }
        return Self.ascii(String(decoding: data, as: UTF8.self)) + "\n"
    }

    /// Reads what `encode` wrote.
    static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .custom { path in Key(path.last?.stringValue ?? "") }
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "infinite",
            negativeInfinity: "-infinite",
            nan: "unknown"
        )
        return try decoder.decode(type, from: Data(bytes))
    }

    /// A property's name from its key: "started_ms" is `startedMS`, which the standard strategy does not find.
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ key: String) {
            var parts = key.split(separator: "_").map(String.init)
            for index in parts.indices.dropFirst() {
                parts[index] =
                    parts[index] == "ms" || parts[index] == "us" ? parts[index].uppercased() : parts[index].capitalized
            }
            self.stringValue = parts.joined()
        }

        init?(stringValue: String) { self.stringValue = stringValue }

        init?(intValue: Int) { nil }
    }

    /// Characters beyond ASCII stand in JSON text only inside strings, where an escape means the same.
    private static func ascii(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar.value < 0x7F {
                result.unicodeScalars.append(scalar)
            } else {
                result += Escape.json(String(scalar))
            }
        }
        return result
    }
}
