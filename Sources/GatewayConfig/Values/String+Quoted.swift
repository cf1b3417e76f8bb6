extension StringProtocol {
    /// The text in backticks, at most 60 characters of it, with controls made visible.
    ///
    /// Problems are printed to terminals, and the text comes from a file that anybody may have written.
    var quoted: String { "`\(self.visible(limit: 60))`" }

    /// At most `limit` scalars, controls and direction marks escaped.
    func visible(limit: Int) -> String {
        var text = ""
        var count = 0
        for scalar in self.unicodeScalars {
            guard count < limit else { return text + "…" }
            count += 1
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                text += "\\u{\(String(scalar.value, radix: 16))}"
            default:
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
