import GatewayFaults

extension Scenarios {
    /// The trouble is with HTTP/2: met by a gateway that speaks it by prior knowledge (`h2c://`).
    static let http2: [Recipe] = [
        Recipe(
            Scenario(
                "h2-not-spoken",
                "Answers the first bytes of HTTP/2 with a 400 of HTTP/1.1.",
                provokes: .http2NotSpoken,
                at: .http2
            ),
            .scripted(
                Script(
                    begins: .firstByte,
                    steps: [
                        .say("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), .end(.fin),
                    ]
                )
            )
        ),
        Recipe(
            Scenario(
                "h2-no-settings",
                "Takes the connection and the request, and never sends its SETTINGS.",
                provokes: .settingsTimeout,
                ask: Ask(needs: .connect),
                at: .http2
            ),
            .scripted(Script(begins: .stream, steps: []))
        ),
        Self.framed(
            "h2-refused",
            "Resets the stream with REFUSED_STREAM: it did nothing with the request.",
            .streamRefused,
            .send(Frame.reset(0x7))
        ),
        Self.framed(
            "h2-goaway",
            "Says GOAWAY when the request is there, with a last stream below it, and closes.",
            .streamRefused,
            .send(Frame.goAway(lastStream: 0)),
            .end(.fin)
        ),
        Self.framed(
            "h2-reset",
            "Resets the stream with INTERNAL_ERROR before an answer.",
            .streamReset,
            .send(Frame.reset(0x2))
        ),
        Recipe(
            Scenario(
                "h2-reset-in-body",
                "Begins an answer and resets the stream inside its content.",
                provokes: .streamResetInsideBody,
                status: 200,
                cutsOff: true,
                at: .http2
            ),
            .scripted(
                Script(
                    greeting: Frame.settings(),
                    begins: .stream,
                    steps: [.send(Frame.head + Frame.data("part")), .pause(.gap), .send(Frame.reset(0x2))]
                )
            )
        ),
        Self.framed(
            "h2-garbage",
            "Sends DATA on stream 0, which carries none.",
            .http2Violation,
            .send(Frame.data("?", stream: 0))
        ),
        Recipe(
            Scenario(
                "h2-no-extended-connect",
                "Does not offer extended CONNECT (RFC 8441), which a switch of protocols needs.",
                provokes: .extendedConnectMissing,
                ask: Ask(fields: ["Connection: upgrade", "Upgrade: echo"]),
                at: .http2
            ),
            .scripted(Script(greeting: Frame.settings(), begins: .stream, steps: []))
        ),
        Recipe(
            Scenario(
                "h2-stalled-window",
                "Lets no content come: its windows stay shut while the upload waits.",
                provokes: .sendStalled,
                ask: Ask(method: "POST", contentLength: 1024 * 1024, needs: .write),
                at: .http2
            ),
            // SETTINGS_INITIAL_WINDOW_SIZE.
            .scripted(Script(greeting: Frame.settings([(0x4, 0)]), begins: .stream, steps: []))
        ),
        Recipe(
            Scenario(
                "h2-ping-unanswered",
                "Takes the request and falls silent: neither an answer comes nor one to a PING.",
                provokes: .pingUnanswered,
                ask: Ask(needs: .upstreamWatch),
                at: .http2
            ),
            .scripted(Script(greeting: Frame.settings(), answersPings: false, begins: .stream, steps: []))
        ),
        Recipe(
            Scenario(
                "h2-small-header-list",
                "Answers once, and says with the answer that it takes header lists of 512 octets and no more.",
                provokes: .requestOverPeerLimit,
                ask: Ask(fields: ["Cookie: basket=" + String(repeating: "x", count: 1000)], warmUps: 1),
                at: .http2
            ),
            // SETTINGS_MAX_HEADER_LIST_SIZE, which the first request on a connection may overtake.
            .scripted(
                Script(
                    greeting: Frame.settings(),
                    begins: .stream,
                    steps: [
                        .send(Frame.settings([(0x6, 512)]) + Frame.head + Frame.data("ok\n", endStream: true))
                    ]
                )
            )
        ),
    ]

    /// The usual kind: misbehaves once the request is complete.
    private static func framed(_ name: String, _ summary: String, _ detail: Fault.Detail, _ steps: Step...) -> Recipe {
        Recipe(
            Scenario(name, summary, provokes: detail, at: .http2),
            .scripted(Script(greeting: Frame.settings(), begins: .stream, steps: steps))
        )
    }
}
