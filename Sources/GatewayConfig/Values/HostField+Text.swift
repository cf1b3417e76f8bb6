extension HostField {
    /// Reads `pass`, `endpoint` or a host with or without port.
    init(configuration text: String) throws(ValueError) {
        switch text {
        case "pass": self = .pass
        case "endpoint": self = .replaceWithEndpoint
        default:
            let (host, port) = HostText.splitPort(Substring(text))
            _ = try HostText.nameOrBracketed(host)
            if let port { _ = try HostText.port(port, allowZero: false) }
            self = .value(text)
        }
    }
}
