import GatewayFaults

extension Scenarios {
    /// No connection comes about, or none that speaks HTTP.
    static let connecting: [Recipe] = [
        Recipe(
            Scenario(
                "refused",
                "Nobody listens on the port: the kernel answers SYN with RST.",
                provokes: .connectRefused,
                at: .ownPort
            ),
            .boundOnly
        ),
        Recipe(
            Scenario(
                "connect-timeout",
                "Listens but never accepts, and its queue is full: SYNs are dropped without an answer.",
                provokes: .connectTimeout,
                ask: Ask(needs: .connect),
                at: .ownPort
            ),
            .fullQueue
        ),
        Recipe(
            Scenario(
                "unroutable",
                "An address TCP cannot go to (the limited broadcast address): ENETUNREACH before any packet is sent.",
                provokes: .networkUnreachable,
                at: .address
            ),
            .noWay
        ),
        Recipe(
            Scenario(
                "backlog-full",
                "A Unix socket whose queue is full: connect gives EAGAIN.",
                provokes: .backlogFull,
                at: .unixSocket
            ),
            .fullUnixQueue
        ),
        Recipe(
            Scenario(
                "socket-missing",
                "A Unix socket path that does not exist: connect gives ENOENT.",
                provokes: .socketMissing,
                at: .unixSocket
            ),
            .missingUnixPath
        ),
        Recipe(
            Scenario(
                "tls-on-plain",
                "A TLS server on a plain port: answers the request with a TLS alert record, then FIN.",
                provokes: .tlsOnPlainPort
            ),
            // RFC 8446 §6: content type 21, legacy version 3.3, length 2, fatal, unexpected_message.
            steps: .send([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x0A]),
            .end(.fin)
        ),
        Recipe(
            Scenario(
                "other-protocol",
                "A server that speaks first and is no HTTP server: an SSH banner as soon as it accepts, then FIN.",
                provokes: .responseHTTP09,
                // The banner may be there before the gateway has sent its request.
                mayAlsoBe: [.responseUnsolicited],
                at: .ownPort
            ),
            .scripted(Script(begins: .connected, steps: [.say("SSH-2.0-lab\r\n"), .end(.fin)]))
        ),
    ]

    /// The connection stands, and the answer does not come or stops before it began.
    static let waiting: [Recipe] = [
        Recipe(
            Scenario(
                "close-before-head",
                "Reads the request, then FIN without a byte of an answer.",
                provokes: .closedBeforeHead
            ),
            steps: .end(.fin)
        ),
        Recipe(
            Scenario(
                "reset-before-head",
                "Reads the request, then RST without a byte of an answer.",
                provokes: .resetBeforeHead
            ),
            steps: .end(.reset)
        ),
        Recipe(
            Scenario(
                "silent",
                "Reads the request and says nothing for longer than any timer; only then it answers.",
                provokes: .responseHeadTimeout,
                ask: Ask(needs: .responseHead)
            ),
            steps: .pause(.slow),
            .say(Scenarios.properAnswer)
        ),
        Recipe(
            Scenario(
                "late",
                "Answers properly and far too late; a server beside it that is asked meanwhile (`hedge`) is faster.",
                provokes: nil,
                ask: Ask(needs: .hedge)
            ),
            steps: .pause(.slow),
            .say(Scenarios.properAnswer)
        ),
        Recipe(
            Scenario(
                "slow-head",
                "Sends half a head, stops for longer than any timer, and only then sends the rest.",
                provokes: .headStalled,
                ask: Ask(needs: .responseHead)
            ),
            steps: .say("HTTP/1.1 200 OK\r\nContent-Type: text/pl"),
            .pause(.slow),
            .say("ain\r\nContent-Length: 3\r\n\r\nok\n")
        ),
        Recipe(
            Scenario(
                "close-inside-head",
                "Sends half a head, then FIN.",
                provokes: .closedInsideHead
            ),
            steps: .say("HTTP/1.1 200 OK\r\nContent-Type: text/pl"),
            .pause(.gap),
            .end(.fin)
        ),
        Recipe(
            Scenario(
                "reset-inside-head",
                "Sends half a head, then RST.",
                provokes: .resetInsideHead
            ),
            steps: .say("HTTP/1.1 200 OK\r\nContent-Type: text/pl"),
            .pause(.gap),
            .end(.reset)
        ),
    ]
}
