import GatewayFaults

/// Every bad request of the lab, in the order in which a gateway reads.
///
/// All ask for `/` at `lab.example`, so that a gateway with any route for it would answer if the rest were right.
public enum ClientFaults {
    /// All bad requests in HTTP/1.1; names are unique.
    public static let all: [ClientFault] =
        ClientFaults.lines + ClientFaults.hosts + ClientFaults.fields + ClientFaults.framing + ClientFaults.chunks
        + ClientFaults.sizes + ClientFaults.times

    /// Those of clients that speak HTTP/2.
    ///
    /// They get no answer, but a GOAWAY that names the rule and the incident.
    public static let http2: [ClientFault] = [
        ClientFault(
            "h2-data-on-stream-0",
            "DATA that belongs to no stream, on a connection of HTTP/2.",
            provokes: .requestHTTP2Violation,
            pieces: [DrillRequest.Piece(ClientFaults.preface + [0, 0, 1, 0, 0, 0, 0, 0, 0, 1])]
        )
    ]

    /// What a connection of HTTP/2 begins with (RFC 9113 §3.4): the preface, and a SETTINGS frame without settings.
    private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + [0, 0, 0, 4, 0, 0, 0, 0, 0]

    public static func named(_ name: String) -> ClientFault? {
        (ClientFaults.all + ClientFaults.http2).first { $0.name == name }
    }

    /// A GET with additional field lines, which bring their line ends.
    static func get(_ lines: String) -> String {
        "GET / HTTP/1.1\r\nHost: lab.example\r\n\(lines)\r\n"
    }

    /// A POST with additional field lines, which bring their line ends.
    static func post(_ lines: String) -> String {
        "POST / HTTP/1.1\r\nHost: lab.example\r\n\(lines)\r\n"
    }
}
