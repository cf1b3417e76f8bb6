/// Says what the YAML library found in the words of somebody who wrote a configuration, with the usual cause.
struct YamlErrorWords {
    let message: String
    let fix: String?

    /// What the library says, what it was doing then, and what that means; nil matches anything.
    private struct Rule {
        let problem: String?
        let context: String?
        let message: String?
        let fix: String?

        init(_ problem: String? = nil, while context: String? = nil, _ message: String?, fix: String?) {
            self.problem = problem
            self.context = context
            self.message = message
            self.fix = fix
        }
    }

    private static let alias = "a plain text cannot begin with `*`: YAML takes it for an alias"
    private static let quoted = "put quotes around it, `\"*.example\"`"

    // The first that matches counts; one without a message keeps the library's.
    private static let rules = [
        Rule("undefined alias", alias, fix: quoted),
        Rule(while: "an alias", alias, fix: quoted),
        Rule(
            while: "an anchor",
            "a plain text cannot begin with `&`: YAML takes it for an anchor",
            fix: "put quotes around it"
        ),
        Rule(
            "cannot start any token",
            "a plain text cannot begin with this character",
            fix: "put quotes around the text"
        ),
        Rule(
            "mapping values are not allowed",
            "a `:` stands where there can be no key",
            fix: "check that the line above has its `:` and that the keys align, or put quotes around a text that "
                + "holds `: `"
        ),
        Rule(
            "but found another document",
            "a second YAML document begins here; there can be only one",
            fix: "remove the `---` and join the keys"
        ),
        Rule("nesting level", "the values are nested too deeply", fix: nil),
        Rule(
            "unexpected end of stream",
            while: "quoted scalar",
            "the quote that opens here is never closed",
            fix: "close it"
        ),
        Rule("could not find expected ':'", nil, fix: "put a `:` and a space after the key"),
        Rule("did not find expected key", nil, fix: "align the keys of a mapping in one column"),
        Rule("did not find expected '-' indicator", nil, fix: "align the items of a list in one column"),
        Rule("',' or ']'", nil, fix: "close the `[` or put a `,` between the items"),
        Rule("',' or '}'", nil, fix: "close the `{` or put a `,` between the pairs"),
        Rule("unexpected end of stream", nil, fix: "close the quote or the bracket that is open"),
    ]

    /// `line` is the text of the line where it was found.
    init(problem: String, context: String?, line: Substring) {
        let isTab = problem.contains("cannot start any token") && line.contains("\t")
        if isTab || line.prefix(while: { $0 == " " || $0 == "\t" }).contains("\t") {
            self.message = "a tab stands in the indentation; YAML allows only spaces"
            self.fix = "replace it by spaces"
            return
        }
        let rule = Self.rules.first { rule in
            (rule.problem.map { problem.contains($0) } ?? true)
                && (rule.context.map { context?.contains($0) ?? false } ?? true)
        }
        let clean = problem.visible(limit: 160)
        self.message = rule?.message ?? context.map { "\(clean) (\($0.visible(limit: 100)))" } ?? clean
        self.fix = rule?.fix
    }
}
