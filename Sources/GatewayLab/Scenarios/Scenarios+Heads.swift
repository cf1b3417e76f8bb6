import GatewayFaults

extension Scenarios {
    /// The first line of the answer is wrong, or there are too many of them.
    static let heads: [Recipe] = [
        Recipe(
            Scenario(
                "garbage",
                "Answers with a status line that is none (`HTTP/1.1 OK 200`), then FIN.",
                provokes: .statusLineMalformed
            ),
            steps: .say("HTTP/1.1 OK 200\r\nContent-Length: 0\r\n\r\n"),
            .end(.fin)
        ),
        Recipe(
            Scenario(
                "wrong-version",
                "Answers with a version the request did not ask for (`HTTP/2.0`), then FIN.",
                provokes: .responseVersionUnsupported
            ),
            steps: .say("HTTP/2.0 200 OK\r\nContent-Length: 3\r\n\r\nok\n"),
            .end(.fin)
        ),
        Recipe(
            Scenario(
                "http09",
                "Answers with a page and no head at all, as HTTP/0.9 did, then FIN.",
                provokes: .responseHTTP09
            ),
            steps: .say("<html><body>It works!</body></html>\n"),
            .end(.fin)
        ),
        Recipe(
            Scenario(
                "interim-flood",
                "Sends 2,000 interim answers (103) before the final one.",
                provokes: .interimFlood
            ),
            steps: .sendRepeated(
                Array("HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n".utf8),
                times: 2000
            ),
            .say(Scenarios.properAnswer)
        ),
    ]

    /// A field of an otherwise correct answer is malformed.
    static let fields: [Recipe] = [
        Scenarios.badField(
            "bad-field-name",
            "Sends a field name with a parenthesis in it.",
            provokes: .responseFieldNameInvalid,
            line: "X(Lab): 1\r\n"
        ),
        Scenarios.badField(
            "space-before-colon",
            "Sends a field with a space between name and colon.",
            provokes: .responseSpaceBeforeColon,
            line: "X-Lab : 1\r\n"
        ),
        Scenarios.badField(
            "bad-field-value",
            "Sends a field value with a NUL byte in it.",
            provokes: .responseFieldValueInvalid,
            line: "X-Lab: a\u{0}b\r\n"
        ),
        Scenarios.badField(
            "folded-field",
            "Continues a field value on the next line (obs-fold).",
            provokes: .responseLineFolded,
            line: "X-Lab: one\r\n two\r\n"
        ),
        Scenarios.badField(
            "bare-cr",
            "Sends a CR that no LF follows inside a field value.",
            provokes: .responseBareCR,
            line: "X-Lab: one\rX-Two: two\r\n"
        ),
        Scenarios.badField(
            "bare-lf",
            "Ends a field line with LF alone.",
            provokes: .responseBareLF,
            line: "X-Lab: one\nX-Two: two\r\n"
        ),
    ]

    private static func badField(
        _ name: String,
        _ summary: String,
        provokes detail: Fault.Detail,
        line: String
    ) -> Recipe {
        Recipe(
            Scenario(name, summary, provokes: detail),
            steps: .say("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\(line)Content-Length: 3\r\n\r\nok\n")
        )
    }
}
