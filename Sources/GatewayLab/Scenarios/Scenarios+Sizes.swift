import GatewayFaults

extension Scenarios {
    /// Correct answers that are larger than a gateway takes.
    static let sizes: [Recipe] = [
        Recipe(
            Scenario(
                "huge-head",
                "Sends a head of 800 KiB, in 80 fields of 10 KiB.",
                provokes: .responseHeadTooLarge
            ),
            steps: .say("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n"),
            .sendRepeated(Scenarios.field(named: "X-Huge", bytes: 10 * 1024), times: 80),
            .say("\r\nok\n")
        ),
        Recipe(
            Scenario(
                "huge-field",
                "Sends one field of 128 KiB in a head that is otherwise small.",
                provokes: .responseFieldTooLarge
            ),
            steps: .say("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n"),
            .send(Scenarios.field(named: "X-Huge", bytes: 128 * 1024)),
            .say("\r\nok\n")
        ),
        Recipe(
            Scenario(
                "many-fields",
                "Sends 5,000 short fields.",
                provokes: .responseFieldsTooMany
            ),
            steps: .say("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n"),
            .sendRepeated(Array("X-Many: 1\r\n".utf8), times: 5000),
            .say("\r\nok\n")
        ),
        Recipe(
            Scenario(
                "huge-trailers",
                "Sends trailers of 240 KiB, in 40 fields of 6 KiB, after a chunked answer.",
                provokes: .responseTrailersTooLarge,
                status: 200,
                cutsOff: true
            ),
            steps: .say("HTTP/1.1 200 OK\r\nTrailer: X-Huge\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nok\n\r\n0\r\n"),
            .pause(.gap),
            .sendRepeated(Scenarios.field(named: "X-Huge", bytes: 6 * 1024), times: 40),
            .say("\r\n")
        ),
        Recipe(
            Scenario(
                "huge-trailer-field",
                "Sends one trailer field of 128 KiB after a chunked answer.",
                provokes: .responseTrailerTooLarge,
                status: 200,
                cutsOff: true
            ),
            steps: .say("HTTP/1.1 200 OK\r\nTrailer: X-Huge\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nok\n\r\n0\r\n"),
            .pause(.gap),
            .send(Scenarios.field(named: "X-Huge", bytes: 128 * 1024)),
            .say("\r\n")
        ),
        Recipe(
            Scenario(
                "huge-body",
                "Announces a content of 1 TiB and sends it as fast as it is read.",
                provokes: .responseBodyTooLarge,
                ask: Ask(needs: .responseContent)
            ),
            steps: .say("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 1099511627776\r\n\r\n"),
            .sendRepeated([UInt8](repeating: 0x2E, count: 65536), times: 16_777_216)
        ),
    ]

    /// A field line of exactly that many bytes, line end included.
    private static func field(named name: String, bytes count: Int) -> [UInt8] {
        let start = Array("\(name): ".utf8)
        let end = Array("\r\n".utf8)
        return start + [UInt8](repeating: 0x78, count: count - start.count - end.count) + end
    }
}
