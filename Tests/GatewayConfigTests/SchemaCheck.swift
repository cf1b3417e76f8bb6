import Foundation

/// As much of JSON Schema as ours uses, for comparing the schema with the reader.
///
/// Not a validator for others.
enum SchemaCheck {
    /// The paths of values that the schema refuses.
    static func refusals(_ value: Any, _ schema: [String: Any], path: String = "$") -> [String] {
        if let choices = schema["anyOf"] as? [[String: Any]] {
            return choices.contains { refusals(value, $0, path: path).isEmpty } ? [] : ["\(path): no alternative"]
        }
        if let words = schema["enum"] as? [Any] {
            return words.contains { same($0, value) } ? [] : ["\(path): not in the list"]
        }
        if let word = schema["const"] { return same(word, value) ? [] : ["\(path): not the constant"] }
        switch schema["type"] as? String {
        case "object": return object(value, schema, path: path)
        case "array":
            guard let items = value as? [Any], let item = schema["items"] as? [String: Any] else {
                return ["\(path): array"]
            }
            guard items.count >= schema["minItems"] as? Int ?? 0 else { return ["\(path): too few"] }
            return items.enumerated().flatMap { refusals($1, item, path: "\(path)[\($0)]") }
        case "string":
            guard let text = value as? String else { return ["\(path): string"] }
            guard let pattern = schema["pattern"] as? String else { return [] }
            return text.range(of: pattern, options: .regularExpression) == nil ? ["\(path): pattern"] : []
        case "integer":
            guard let number = value as? Int else { return ["\(path): integer"] }
            let range = (schema["minimum"] as? Int ?? .min)...(schema["maximum"] as? Int ?? .max)
            return range.contains(number) ? [] : ["\(path): range"]
        case "number": return value is Int || value is Double ? [] : ["\(path): number"]
        case "boolean": return value is Bool ? [] : ["\(path): boolean"]
        default: return ["\(path): a schema without a type"]
        }
    }

    private static func object(_ value: Any, _ schema: [String: Any], path: String) -> [String] {
        guard let members = value as? [AnyHashable: Any], let known = schema["properties"] as? [String: [String: Any]]
        else { return ["\(path): object"] }
        let missing = (schema["required"] as? [String] ?? []).filter { members[AnyHashable($0)] == nil }
        return missing.map { "\(path): no \($0)" }
            + members.flatMap { key, value -> [String] in
                guard let name = key as? String, let schema = known[name] else { return ["\(path): unknown \(key)"] }
                return refusals(value, schema, path: "\(path).\(name)")
            }
    }

    private static func same(_ left: Any, _ right: Any) -> Bool {
        if let left = left as? String { return left == right as? String }
        // JSON numbers and booleans are both NSNumber here; what YAML gives is not.
        if let right = right as? Bool { return left as? Bool == right }
        return left as? Int == right as? Int && right is Int
    }
}
