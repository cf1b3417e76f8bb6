import GatewayFaults

extension ClientFaults {
    /// The request line is wrong, or what comes is no request.
    static let lines: [ClientFault] = [
        ClientFault(
            "two-spaces",
            "Two spaces between method and target.",
            provokes: .requestLineMalformed,
            "GET  / HTTP/1.1\r\nHost: lab.example\r\n\r\n"
        ),
        ClientFault(
            "bad-method",
            "A parenthesis in the method.",
            provokes: .requestMethodInvalid,
            "GE(T / HTTP/1.1\r\nHost: lab.example\r\n\r\n"
        ),
        ClientFault(
            "bad-target",
            "A percent sign that no two hexadecimal digits follow.",
            provokes: .requestTargetInvalid,
            "GET /a%zz HTTP/1.1\r\nHost: lab.example\r\n\r\n"
        ),
        ClientFault(
            "non-ascii-target",
            "A target with a letter outside ASCII, not percent-encoded.",
            provokes: .requestTargetNotASCII,
            "GET /caf\u{E9} HTTP/1.1\r\nHost: lab.example\r\n\r\n"
        ),
        ClientFault(
            "wrong-version",
            "HTTP/3.0 in a request line.",
            provokes: .requestVersionUnsupported,
            "GET / HTTP/3.0\r\nHost: lab.example\r\n\r\n"
        ),
        ClientFault(
            "http09",
            "A request line without a version, as HTTP/0.9 had it.",
            provokes: .requestHTTP09,
            "GET /\r\n"
        ),
        ClientFault(
            "tls-on-plain",
            "The start of a TLS handshake on a plain port.",
            provokes: .requestTLSBytes,
            // RFC 8446 §5.1: handshake record, legacy version 3.1, 512 bytes, ClientHello.
            pieces: [DrillRequest.Piece([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03])]
        ),
        ClientFault(
            "connect",
            "CONNECT, which turns a gateway into an open proxy.",
            provokes: .connectNotAllowed,
            "CONNECT lab.example:443 HTTP/1.1\r\nHost: lab.example:443\r\n\r\n"
        ),
    ]

    /// `Host` is missing, double or no host.
    static let hosts: [ClientFault] = [
        ClientFault("no-host", "No Host field.", provokes: .hostMissing, "GET / HTTP/1.1\r\n\r\n"),
        ClientFault(
            "two-hosts",
            "Two Host fields.",
            provokes: .hostRepeated,
            ClientFaults.get("Host: other.example\r\n")
        ),
        ClientFault(
            "bad-host",
            "A Host with a slash in it.",
            provokes: .hostInvalid,
            "GET / HTTP/1.1\r\nHost: lab.example/admin\r\n\r\n"
        ),
    ]

    /// A field line is malformed.
    static let fields: [ClientFault] = [
        ClientFault(
            "bad-field-name",
            "A parenthesis in a field name.",
            provokes: .requestFieldNameInvalid,
            ClientFaults.get("X(Lab): 1\r\n")
        ),
        ClientFault(
            "space-before-colon",
            "A space between field name and colon.",
            provokes: .requestSpaceBeforeColon,
            ClientFaults.get("X-Lab : 1\r\n")
        ),
        ClientFault(
            "bad-field-value",
            "A NUL byte in a field value.",
            provokes: .requestFieldValueInvalid,
            ClientFaults.get("X-Lab: a\u{0}b\r\n")
        ),
        ClientFault(
            "folded-field",
            "A field value that goes on in the next line (obs-fold).",
            provokes: .requestLineFolded,
            ClientFaults.get("X-Lab: one\r\n two\r\n")
        ),
        ClientFault(
            "bare-cr",
            "A CR without LF in a field value.",
            provokes: .requestBareCR,
            ClientFaults.get("X-Lab: one\rX-Two: two\r\n")
        ),
        ClientFault(
            "bare-lf",
            "A field line that ends with LF alone.",
            provokes: .requestBareLF,
            ClientFaults.get("X-Lab: one\nX-Two: two\r\n")
        ),
        ClientFault(
            "unknown-expectation",
            "An Expect other than 100-continue.",
            provokes: .expectationUnknown,
            ClientFaults.get("Expect: miracles\r\n")
        ),
    ]
}
