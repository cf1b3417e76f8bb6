/// Checks addresses of name servers.
enum NameServerText {
    /// `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53` or `[2001:db8::53]:5353`, in one spelling.
    static func parse(_ text: String) throws(ValueError) -> String {
        if let address = IPAddress(text) { return address.description }
        guard !text.contains("://") else {
            throw ValueError("\(text.quoted) is a URL", fix: "write an IP address; only plain DNS is asked")
        }
        let (host, port) = HostText.splitPort(Substring(text))
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        guard let address = IPAddress(String(isBracketed ? host.dropFirst().dropLast() : host)),
            isBracketed == (address.family == .v6)
        else {
            // A name would have to be resolved by the server that it names.
            throw ValueError(
                "\(text.quoted) is not an IP address",
                fix: "write it like `192.0.2.53`, `192.0.2.53:5353` or `[2001:db8::53]:53`"
            )
        }
        guard let port else { return address.description }
        let number = try HostText.port(port, allowZero: false)
        return isBracketed ? "[\(address)]:\(number)" : "\(address):\(number)"
    }
}
