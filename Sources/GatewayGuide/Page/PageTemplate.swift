/// One custom page, split into fixed text and variables.
struct PageTemplate: Sendable {
    enum Part: Sendable {
        case text([UInt8])
        case variable(TemplateVariable)
    }

    let form: AnswerForm
    let parts: [Part]

    /// Reads a template; every problem is added to the list, and a template with problems is nil.
    init?(_ source: String, form: AnswerForm, file: String, problems: inout [TemplateProblem]) {
        self.form = form
        var parts: [Part] = []
        var rest = source[...]
        var line = 1
        var good = true
        while let open = rest.firstRange(of: "{{") {
            parts.append(.text(Array(rest[..<open.lowerBound].utf8)))
            line += Self.lineEnds(rest[..<open.lowerBound])
            rest = rest[open.upperBound...]
            guard let close = rest.firstRange(of: "}}"), Self.lineEnds(rest[..<close.lowerBound]) == 0 else {
                problems.append(
                    TemplateProblem(
                        file: file,
                        line: line,
                        message: "`{{` without `}}`",
                        fix: "close it on the same line"
                    )
                )
                good = false
                continue
            }
            let name = rest[..<close.lowerBound].split(separator: " ").joined(separator: " ")
            if let variable = TemplateVariable(rawValue: name) {
                parts.append(.variable(variable))
            } else {
                problems.append(Self.unknown(name, file: file, line: line))
                good = false
            }
            rest = rest[close.upperBound...]
        }
        guard good else { return nil }
        parts.append(.text(Array(rest.utf8)))
        self.parts = parts
    }

    func render(_ context: AnswerContext) -> [UInt8] {
        var body: [UInt8] = []
        for part in self.parts {
            switch part {
            case .text(let bytes): body += bytes
            case .variable(let variable): body += self.escaped(variable.value(context)).utf8
            }
        }
        return body
    }

    private func escaped(_ value: String) -> String {
        switch self.form {
        case .html: Escape.html(value)
        case .problem: Escape.json(value)
        case .text: Escape.terminal(value)
        }
    }

    private static func lineEnds(_ text: Substring) -> Int {
        text.utf8.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
    }

    private static func unknown(_ name: String, file: String, line: Int) -> TemplateProblem {
        let names = TemplateVariable.allCases.map(\.rawValue)
        let near = Likeness.nearest(to: name, among: names, most: 1).first
        return TemplateProblem(
            file: file,
            line: line,
            message: "unknown variable `{{\(Escape.shortened(name, to: 40))}}`",
            fix: near.map { "did you mean `{{\($0)}}`?" } ?? "the variables are \(names.joined(separator: ", "))"
        )
    }
}
