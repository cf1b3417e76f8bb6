/// Every bad request of the lab, in the order in which a gateway reads.
///
/// All ask for `/` at `lab.example`, so that a gateway with any route for it would answer if the rest were right.
public enum ClientFaults {
    /// All bad requests; names are unique.
    public static let all: [ClientFault] =
        ClientFaults.lines + ClientFaults.hosts + ClientFaults.fields + ClientFaults.framing + ClientFaults.chunks
        + ClientFaults.sizes + ClientFaults.times

    public static func named(_ name: String) -> ClientFault? {
        ClientFaults.all.first { $0.name == name }
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
