import GatewayFaults

extension Scenarios {
    /// The trouble is with the connection after, or between, answers.
    static let keptConnections: [Recipe] = [
        Recipe(
            Scenario(
                "close-after-idle",
                "Answers properly, keeps the connection without saying for how long, and closes it after a short idle time.",
                provokes: nil,
                ask: Ask(warmUps: 1),
                status: 200
            ),
            steps: .say(Scenarios.properAnswer),
            .pause(.idle),
            .end(.fin)
        ),
        Recipe(
            Scenario(
                "race",
                "Answers once; resets the kept connection when the first byte of the next request arrives.",
                provokes: .resetOnReuse,
                ask: Ask(warmUps: 1),
                status: 200
            ),
            .scripted(Script(begins: .firstByte, warmUps: 1, steps: [.end(.reset)]))
        ),
        Recipe(
            Scenario(
                "close-on-reuse",
                "Answers once; reads the next request on the kept connection, then FIN without an answer.",
                provokes: .closedOnReuse,
                ask: Ask(warmUps: 1),
                status: 200
            ),
            .scripted(Script(warmUps: 1, steps: [.end(.fin)]))
        ),
        Recipe(
            Scenario(
                "half-close",
                "Answers completely, then ends only its sending direction and goes on reading.",
                provokes: nil,
                status: 200
            ),
            steps: .say(Scenarios.properAnswer),
            .end(.halfClose)
        ),
        Recipe(
            Scenario(
                "unsolicited",
                "Sends a second answer right behind the complete first one.",
                provokes: .responseUnsolicited,
                status: 200
            ),
            steps: .say(Scenarios.properAnswer + Scenarios.properAnswer)
        ),
        Recipe(
            Scenario(
                "unsolicited-idle",
                "Answers properly, then sends a 408 on the idle connection before any further request.",
                provokes: .responseUnsolicited,
                ask: Ask(warmUps: 1),
                status: 200
            ),
            steps: .say(Scenarios.properAnswer),
            .pause(.idle),
            .say("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
            .end(.fin)
        ),
    ]

    /// The trouble comes while a large request is being sent.
    static let uploads: [Recipe] = [
        Recipe(
            Scenario(
                "early-answer",
                "Answers 413 as soon as it has the head, does not read the content, and then resets.",
                provokes: nil,
                ask: Ask(method: "POST", contentLength: Scenarios.uploadBytes),
                status: 413
            ),
            .scripted(
                Script(
                    begins: .head,
                    steps: [
                        .say(
                            "HTTP/1.1 413 Content Too Large\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n"
                                + "Connection: close\r\n\r\ntoo large\n"
                        ), .pause(.gap), .end(.reset),
                    ]
                )
            )
        ),
        Recipe(
            Scenario(
                "broken-upload",
                "Reads the head and the first bytes of the content, then RST.",
                provokes: .brokenWhileSending,
                mayAlsoBe: [.resetBeforeHead],
                ask: Ask(method: "POST", contentLength: Scenarios.uploadBytes)
            ),
            .scripted(Script(begins: .head, steps: [.pause(.gap), .end(.reset)]))
        ),
        Recipe(
            Scenario(
                "slow-reader",
                "Reads the head and then nothing more: the content fills the buffers and stands still.",
                provokes: .sendStalled,
                ask: Ask(method: "POST", contentLength: Scenarios.uploadBytes, needs: .write)
            ),
            .scripted(Script(begins: .head, steps: [.end(.stopReading)]))
        ),
    ]

    /// More than the kernel buffers of both ends hold together, whatever they grew to.
    private static let uploadBytes = 32 * 1024 * 1024

    /// A switch of protocols goes wrong.
    static let upgrades: [Recipe] = [
        Recipe(
            Scenario(
                "switch-unexpected",
                "Answers 101 to a request that asked for no upgrade.",
                provokes: .switchUnexpected
            ),
            steps: .say("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n")
        ),
        Recipe(
            Scenario(
                "upgrade-mismatched",
                "Answers an upgrade with 101 and a protocol that was not offered.",
                provokes: .upgradeFailed,
                ask: Ask(fields: ["Connection: upgrade", "Upgrade: echo"])
            ),
            steps: .say("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: sparkle/9\r\n\r\n")
        ),
        Recipe(
            Scenario(
                "upgrade-refused",
                "Answers an upgrade with 403 and stays with HTTP, as it may: the answer belongs to the client.",
                provokes: nil,
                ask: Ask(fields: ["Connection: upgrade", "Upgrade: echo"]),
                status: 403
            ),
            steps: .say("HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nno\n")
        ),
    ]
}
