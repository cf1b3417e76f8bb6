/// Says what the YAML library found in the words of somebody who wrote a configuration, with the usual cause.
struct YamlErrorWords {
    let message: String
    let fix: String?

    /// `line` is the text of the line where it was found.
    init(problem: String, context: String?, line: Substring) {
        let clean = problem.visible(limit: 160)
        if problem.contains("undefined alias") || context?.contains("an alias") == true {
            self.message = "a plain text cannot begin with `*`: YAML takes it for an alias"
            self.fix = "put quotes around it, `\"*.example\"`"
            return
        }
        if context?.contains("an anchor") == true {
            self.message = "a plain text cannot begin with `&`: YAML takes it for an anchor"
            self.fix = "put quotes around it"
            return
        }
        if line.prefix(while: { $0 == " " || $0 == "\t" }).contains("\t")
            || problem.contains("cannot start any token")
                && line.contains("\t")
        {
            self.message = "a tab stands in the indentation; YAML allows only spaces"
            self.fix = "replace it by spaces"
            return
        }
        if problem.contains("cannot start any token") {
            self.message = "a plain text cannot begin with this character"
            self.fix = "put quotes around the text"
            return
        }
        if problem.contains("mapping values are not allowed") {
            self.message = "a `:` stands where there can be no key"
            self.fix =
                "check that the line above has its `:` and that the keys align, or put quotes around a text that holds `: `"
            return
        }
        if problem.contains("but found another document") {
            self.message = "a second YAML document begins here; there can be only one"
            self.fix = "remove the `---` and join the keys"
            return
        }
        if problem.contains("nesting level") {
            self.message = "the values are nested too deeply"
            self.fix = nil
            return
        }
        if problem.contains("unexpected end of stream"), context?.contains("quoted scalar") == true {
            self.message = "the quote that opens here is never closed"
            self.fix = "close it"
            return
        }
        self.message = context.map { "\(clean) (\($0.visible(limit: 100)))" } ?? clean
        self.fix = Self.fix(for: problem)
    }

    private static func fix(for problem: String) -> String? {
        if problem.contains("could not find expected ':'") { return "put a `:` and a space after the key" }
        if problem.contains("did not find expected key") { return "align the keys of a mapping in one column" }
        if problem.contains("did not find expected '-' indicator") { return "align the items of a list in one column" }
        if problem.contains("',' or ']'") { return "close the `[` or put a `,` between the items" }
        if problem.contains("',' or '}'") { return "close the `{` or put a `,` between the pairs" }
        if problem.contains("unexpected end of stream") { return "close the quote or the bracket that is open" }
        return nil
    }
}
