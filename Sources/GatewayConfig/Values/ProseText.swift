/// Checks texts of an operator's own words.
enum ProseText {
    /// Not empty, no controls; `limit` counts characters.
    static func parse(_ text: String, limit: Int) throws(ValueError) -> String {
        guard !text.isEmpty else { throw ValueError("the text is empty", fix: "leave the key out") }
        guard text.utf8.count <= limit * 4, text.count <= limit else {
            throw ValueError("the text is longer than \(limit) characters")
        }
        guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw ValueError("the text has line breaks or other control characters", fix: "write it in one line")
        }
        return text
    }
}
