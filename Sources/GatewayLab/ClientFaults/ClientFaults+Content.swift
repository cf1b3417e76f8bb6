import GatewayFaults

extension ClientFaults {
    /// Where the content ends is told twice, wrongly or not at all: the stuff of request smuggling.
    static let framing: [ClientFault] = [
        ClientFault(
            "length-and-coding",
            "Both Content-Length and Transfer-Encoding.",
            provokes: .requestLengthAndCoding,
            ClientFaults.post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n"
        ),
        ClientFault(
            "two-lengths",
            "Two Content-Length fields that differ.",
            provokes: .requestLengthsDiffer,
            ClientFaults.post("Content-Length: 3\r\nContent-Length: 5\r\n") + "hello"
        ),
        ClientFault(
            "bad-length",
            "A Content-Length with a sign.",
            provokes: .requestLengthMalformed,
            ClientFaults.post("Content-Length: +3\r\n") + "abc"
        ),
        ClientFault(
            "unknown-coding",
            "A transfer coding that nobody knows.",
            provokes: .requestCodingUnknown,
            ClientFaults.post("Transfer-Encoding: sparkle, chunked\r\n") + "0\r\n\r\n"
        ),
        ClientFault(
            "coding-not-final",
            "Transfer codings of which chunked is not the last.",
            provokes: .requestCodingNotFinal,
            ClientFaults.post("Transfer-Encoding: chunked, gzip\r\n") + "0\r\n\r\n"
        ),
    ]

    /// The chunks are malformed.
    static let chunks: [ClientFault] = [
        ClientFaults.chunked(
            "bad-chunk-size",
            "A chunk size that is no hexadecimal number.",
            provokes: .requestChunkSizeMalformed,
            "zz\r\nhello\r\n0\r\n\r\n"
        ),
        ClientFaults.chunked(
            "bad-chunk-extension",
            "A control character in a chunk extension.",
            provokes: .requestChunkExtensionMalformed,
            "5;a=\u{1}\r\nhello\r\n0\r\n\r\n"
        ),
        ClientFaults.chunked(
            "bad-chunk-end",
            "A chunk that is longer than its size says.",
            provokes: .requestChunkEndMalformed,
            "5\r\nhello, world\r\n0\r\n\r\n"
        ),
        ClientFaults.chunked(
            "bad-trailer",
            "A trailer field without a colon.",
            provokes: .requestTrailerInvalid,
            "5\r\nhello\r\n0\r\nthis is no field\r\n\r\n"
        ),
        ClientFaults.chunked(
            "huge-trailers",
            "Trailers of 240 KiB, in 40 fields of 6 KiB.",
            provokes: .requestTrailersTooLarge,
            "5\r\nhello\r\n0\r\n" + String(repeating: ClientFaults.field(6 * 1024), count: 40) + "\r\n"
        ),
    ]

    /// More than a gateway takes.
    static let sizes: [ClientFault] = [
        ClientFault(
            "long-line",
            "A request line of 32 KiB.",
            provokes: .requestLineTooLong,
            "GET /" + String(repeating: "x", count: 32 * 1024) + " HTTP/1.1\r\nHost: lab.example\r\n\r\n"
        ),
        ClientFault(
            "huge-field",
            "One field of 40 KiB in a head that is otherwise small.",
            provokes: .requestFieldTooLarge,
            ClientFaults.get(ClientFaults.field(40 * 1024))
        ),
        ClientFault(
            "huge-head",
            "A head of 240 KiB, in 60 fields of 4 KiB.",
            provokes: .requestHeadTooLarge,
            ClientFaults.get(String(repeating: ClientFaults.field(4 * 1024), count: 60))
        ),
        ClientFault(
            "many-fields",
            "2,000 short fields.",
            provokes: .requestFieldsTooMany,
            ClientFaults.get(String(repeating: "X-Many: 1\r\n", count: 2000))
        ),
        ClientFault(
            "huge-body",
            "Announces a content of 1 TiB.",
            provokes: .requestBodyTooLarge,
            needs: .requestBody,
            pieces: [DrillRequest.Piece(ClientFaults.post("Content-Length: 1099511627776\r\n"))]
        ),
    ]

    /// Too slow.
    static let times: [ClientFault] = [
        ClientFault(
            "slow-head",
            "Half a head, then nothing.",
            provokes: .requestHeadTimeout,
            needs: .clientHead,
            pieces: [DrillRequest.Piece("GET / HTTP/1.1\r\nHost: lab.ex")]
        ),
        ClientFault(
            "dripping-head",
            "A head of which a byte comes every 50 ms (slowloris).",
            provokes: .requestHeadTimeout,
            needs: .clientHead,
            pieces: ("GET / HTTP/1.1\r\nHost: lab.example\r\n" + ClientFaults.field(2000)).utf8.map { byte in
                DrillRequest.Piece([byte], after: .milliseconds(50))
            }
        ),
        ClientFault(
            "slow-body",
            "Announces 10 bytes of content, sends 3, then nothing.",
            provokes: .requestBodyTimeout,
            needs: .clientBody,
            mayReachUpstream: true,
            pieces: [DrillRequest.Piece(ClientFaults.post("Content-Length: 10\r\n") + "abc")]
        ),
    ]

    private static func chunked(
        _ name: String,
        _ summary: String,
        provokes detail: Fault.Detail,
        _ content: String
    ) -> ClientFault {
        ClientFault(
            name,
            summary,
            provokes: detail,
            mayReachUpstream: true,
            pieces: [DrillRequest.Piece(ClientFaults.post("Transfer-Encoding: chunked\r\n") + content)]
        )
    }

    /// A field line of exactly that many bytes, line end included.
    private static func field(_ count: Int) -> String {
        "X-Huge: " + String(repeating: "x", count: count - 10) + "\r\n"
    }
}
