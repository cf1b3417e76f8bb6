import GatewayFaults

extension Scenarios {
    /// Where the content ends is told twice, wrongly or not at all.
    static let framing: [Recipe] = [
        Scenarios.framed(
            "two-lengths",
            "Sends two Content-Length fields that differ.",
            provokes: .responseLengthsDiffer,
            lines: "Content-Length: 3\r\nContent-Length: 5\r\n"
        ),
        Scenarios.framed(
            "length-and-coding",
            "Sends both Content-Length and Transfer-Encoding.",
            provokes: .responseLengthAndCoding,
            lines: "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
            content: "3\r\nok\n\r\n0\r\n\r\n"
        ),
        Scenarios.framed(
            "bad-length",
            "Sends a Content-Length that is no number.",
            provokes: .responseLengthMalformed,
            lines: "Content-Length: 3 apples\r\n"
        ),
        Scenarios.framed(
            "unknown-coding",
            "Sends a transfer coding that nobody knows.",
            provokes: .responseCodingUnknown,
            lines: "Transfer-Encoding: sparkle, chunked\r\n",
            content: "3\r\nok\n\r\n0\r\n\r\n"
        ),
        Scenarios.framed(
            "coding-not-final",
            "Sends transfer codings of which chunked is not the last.",
            provokes: .responseCodingNotFinal,
            lines: "Transfer-Encoding: chunked, gzip\r\n",
            content: "3\r\nok\n\r\n0\r\n\r\n"
        ),
        Scenarios.chunked(
            "bad-chunk-size",
            "Sends a good chunk, then a chunk size that is no hexadecimal number.",
            provokes: .responseChunkSizeMalformed,
            rest: "zz\r\nhello\r\n0\r\n\r\n"
        ),
        Scenarios.chunked(
            "bad-chunk-extension",
            "Sends a good chunk, then a chunk extension with a control character in it.",
            provokes: .responseChunkExtensionMalformed,
            rest: "5;a=\u{1}\r\nhello\r\n0\r\n\r\n"
        ),
        Scenarios.chunked(
            "bad-chunk-end",
            "Sends a good chunk, then one that is longer than its size says.",
            provokes: .responseChunkEndMalformed,
            rest: "5\r\nhello, world\r\n0\r\n\r\n"
        ),
        Scenarios.chunked(
            "bad-trailer",
            "Sends good chunks, then a trailer field without a colon.",
            provokes: .responseTrailerInvalid,
            rest: "0\r\nthis is no field\r\n\r\n"
        ),
    ]

    /// The content stops too early, or never.
    static let bodies: [Recipe] = [
        Recipe(
            Scenario(
                "truncated-length",
                "Announces 1,000 bytes, sends 12, then FIN.",
                provokes: .lengthTruncated,
                status: 200,
                cutsOff: true
            ),
            steps: .say("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\nhello, world"),
            .pause(.gap),
            .end(.fin)
        ),
        Recipe(
            Scenario(
                "shared-truncated",
                "Sends a page that a cache may share, stops a second for all who want it, and then FIN in the middle.",
                provokes: .lengthTruncated,
                ask: Ask(clients: 4, needs: .cache),
                status: 200,
                cutsOff: true
            ),
            steps: .say(
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nCache-Control: max-age=60\r\n"
                    + "Content-Length: 1000\r\n\r\nhello, world"
            ),
            .pause(.milliseconds(1000)),
            .end(.fin)
        ),
        Recipe(
            Scenario(
                "truncated-chunked",
                "Sends one chunk, then FIN without the last chunk.",
                provokes: .chunkedTruncated,
                status: 200,
                cutsOff: true
            ),
            steps: .say(Scenarios.chunkedHead + "c\r\nhello, world\r\n"),
            .pause(.gap),
            .end(.fin)
        ),
        Recipe(
            Scenario(
                "reset-in-body",
                "Announces 1,000 bytes, sends 12, then RST.",
                provokes: .resetInsideBody,
                status: 200,
                cutsOff: true
            ),
            steps: .say("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\nhello, world"),
            .pause(.gap),
            .end(.reset)
        ),
        Recipe(
            Scenario(
                "slow-body",
                "Sends half the content, stops for longer than any timer, and only then sends the rest.",
                provokes: .bodyStalled,
                ask: Ask(needs: .responseBody),
                status: 200,
                cutsOff: true
            ),
            steps: .say("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 12\r\n\r\nhello,"),
            .pause(.slow),
            .say(" world")
        ),
        Recipe(
            Scenario(
                "endless",
                "Sends a chunk every 50 ms and never the last one, so that only a limit on the whole exchange ends it.",
                provokes: .totalTimeout,
                ask: Ask(needs: .total),
                status: 200,
                cutsOff: true
            ),
            steps: .say(Scenarios.chunkedHead),
            .drip(Array("1\r\n.\r\n".utf8), every: .milliseconds(50))
        ),
    ]

    private static let chunkedHead =
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"

    private static func framed(
        _ name: String,
        _ summary: String,
        provokes detail: Fault.Detail,
        lines: String,
        content: String = "ok\n"
    ) -> Recipe {
        Recipe(
            Scenario(name, summary, provokes: detail),
            steps: .say("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\(lines)\r\n\(content)")
        )
    }

    /// The first chunk is sent alone, so that the gateway has begun its answer when the bad bytes come.
    private static func chunked(
        _ name: String,
        _ summary: String,
        provokes detail: Fault.Detail,
        rest: String
    ) -> Recipe {
        Recipe(
            Scenario(name, summary, provokes: detail, status: 200, cutsOff: true),
            steps: .say(Scenarios.chunkedHead + "3\r\nok\n\r\n"),
            .pause(.gap),
            .say(rest)
        )
    }
}
