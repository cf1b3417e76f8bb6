import GatewayFaults
import GatewayWire
import Testing

/// The chunked coding: what is read, and what is refused where.
struct ChunkedTests {
    private static let accepted: [(String, String, [String])] = [
        ("0\r\n\r\n", "", []),
        ("5\r\nhello\r\n0\r\n\r\n", "hello", []),
        ("000005\r\nhello\r\nA\r\n0123456789\r\n00\r\n\r\n", "hello0123456789", []),
        ("1;a\r\nx\r\n1;a=b;c=\"d;\\\"e\u{e9}\"\r\ny\r\n0;z\r\n\r\n", "xy", []),
        ("1; a\t= b ;c\r\nx\r\n0\r\n\r\n", "x", []),
        ("1;a =\"\"\r\n\r\r\n0\r\n\r\n", "\r", []),
        ("2\r\n\r\n\r\n0\r\nDigest: x\r\nX-Two:\r\n\r\nGET", "\r\n", ["Digest", "X-Two"]),
        ("0\r\nConnection: close\r\n\r\n", "", ["Connection"]),
        ("1" + ";abcdefgh=\"0123456789abcdef0123456789\"" + "\r\nx\r\n0\r\n\r\n", "x", []),
    ]

    private static let refused: [(Fault.Detail, [MarkedText])] = [
        (
            .responseChunkSizeMalformed,
            Self.marked(
                "‸\r\n",
                "‸ 5\r\n",
                "5‸ \r\n",
                "5‸ ;a\r\n",
                "5‸\t\r\n",
                "‸-1\r\n",
                "‸+1\r\n",
                "0‸x5\r\n",
                "5‸g\r\n",
                "‸;a\r\n",
                "5‸,\r\n",
                "‸\0",
                "800000000000000‸0\r\n",
                "7fffffffffffffff‸0\r\n",
                "5‸\u{80}\r\n",
                "1\r\nx\r\n‸\r\n0\r\n\r\n"
            )
        ),
        (
            .responseChunkExtensionMalformed,
            Self.marked(
                "5;‸\r\n",
                "5; ‸\r\n",
                "5;‸=b\r\n",
                "5;a=‸\r\n",
                "5;a=‸;b\r\n",
                "5;a ‸\r\n",
                "5;a=b ‸\r\n",
                "5;a‸\0\r\n",
                "5;a=\"b‸\0\"\r\n",
                "5;a=\"b‸\r\n",
                "5;a=\"\\‸\u{1}\"\r\n",
                "5;a=\"b\"‸c\r\n",
                "5;a=b‸=c\r\n",
                "5;a‸(\r\n",
                "5;a=b‸\u{7f}\r\n",
                "5;‸\"a\"\r\n",
                "5;a ‸b\r\n",
                "5;a=b ‸c\r\n",
                "5;‸\u{e9}\r\n",
                "5;‸;\r\n"
            )
        ),
        (
            .responseBareLF,
            Self.marked("5‸\n", "‸\n", "5;a‸\n", "5;a=\"‸\n", "0\r\nA: b‸\n\r\n", "0\r\n‸\n", "5;a=\"\\‸\n")
        ),
        (.responseBareCR, Self.marked("5\r‸x", "5;a\r‸\r\n", "0\r\nA: b‸\rc\r\n\r\n", "0\r\n‸\rx")),
        (
            .responseChunkEndMalformed,
            Self.marked(
                "1\r\nx‸y\r\n",
                "1\r\nx‸\n",
                "1\r\nx\r‸0\r\n",
                "2\r\nxy‸z",
                "1\r\nx‸0\r\n\r\n"
            )
        ),
        (
            .responseTrailerInvalid,
            Self.marked(
                "0\r\n‸: x\r\n\r\n",
                "0\r\nA‸ : x\r\n\r\n",
                "0\r\nA: ‸\0\r\n\r\n",
                "0\r\nA: b\r\n‸ c\r\n\r\n",
                "0\r\nA‸\r\n\r\n",
                "0\r\n‸Content-Length: 1\r\n\r\n",
                "0\r\nA: b\r\n‸transfer-encoding: chunked\r\n\r\n",
                "0\r\n‸Host: a\r\n\r\n"
            )
        ),
    ]

    @Test(arguments: Self.accepted)
    func reads(_ text: String, _ content: String, _ trailers: [String]) {
        let body = bytes(text)
        let run = readBody(body)
        let own = text.hasSuffix("GET") ? body.count - 3 : body.count
        #expect(run.content == content && run.end == .complete(bytes: own))
        #expect(run.trailers.map(\.name) == trailers)
        self.checkPieces(body, run)
    }

    @Test(arguments: Self.refused)
    func namesTheRuleAndTheByte(_ detail: Fault.Detail, _ cases: [MarkedText]) {
        for text in cases {
            let run = readBody(text.bytes)
            #expect(run.end == .fault(detail, at: text.offset), "\(text.testDescription)")
            self.checkPieces(text.bytes, run)
        }
    }

    @Test
    func namesRequestsByTheirOwnFaults() {
        for (text, detail) in [
            ("x", Fault.Detail.requestChunkSizeMalformed), ("1;=", .requestChunkExtensionMalformed),
            ("1\r\nxx", .requestChunkEndMalformed),
            ("1\n", .requestBareLF), ("1\r1", .requestBareCR), ("0\r\n: x\r\n\r\n", .requestTrailerInvalid),
        ] {
            guard case .fault(let found, _) = readBody(bytes(text), side: .client).end else {
                Issue.record("\(text.debugDescription) was read")
                continue
            }
            #expect(found == detail)
        }
    }

    /// Two pieces at every split point, and byte by byte.
    private func checkPieces(_ body: [UInt8], _ whole: BodyRun) {
        for split in 0...body.count {
            self.check(
                readBody(body, pieces: [split]),
                whole,
                "split at \(split) of \(text(body, ByteRange(from: 0, to: body.count)).debugDescription)"
            )
        }
        self.check(readBody(body, pieces: [Int](repeating: 1, count: body.count)), whole, "dripped")
    }

    private func check(_ run: BodyRun, _ whole: BodyRun, _ comment: String) {
        // A trailer line that has no end yet may hold its fault back.
        if run.end == .incomplete, case .fault(let detail, _) = whole.end,
            detail == .responseTrailerInvalid || detail == .responseBareCR
        {
            return
        }
        #expect(run == whole, "\(comment)")
    }

    private static func marked(_ texts: String...) -> [MarkedText] {
        texts.map { MarkedText($0) }
    }
}
