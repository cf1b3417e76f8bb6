extension Listener {
    /// What the listener has besides its address, in the order of the key table.
    var settings: [WrittenSetting] {
        [WrittenSetting("mode", text: self.fileMode.map(FileModeText.text))]
            + (self.proxyProtocol?.settings ?? [WrittenSetting("proxy-protocol", isOn: false)])
    }

    /// Whether it has nothing besides its address.
    var isPlain: Bool {
        self.fileMode == nil && self.proxyProtocol == nil && self.tls == nil && self.redirectPort == nil
    }
}

extension ProxyProtocolPolicy {
    fileprivate var settings: [WrittenSetting] {
        [
            WrittenSetting("proxy-protocol.from", texts: self.sources.map(\.description)),
            WrittenSetting("proxy-protocol.version", text: self.version?.rawValue ?? "any"),
            WrittenSetting("proxy-protocol.longest", size: UInt64(self.longest)),
        ]
    }
}

extension Configuration {
    /// A listener as it is shown: its address, or a mapping where there is more to say.
    func value(of listener: Listener, path: String) -> JSONValue {
        let address = JSONValue.sourced(.text("\(listener.address)"), listener.origin)
        guard !listener.isPlain else { return address }
        var members = [("address", address)] + JSONValue.settings(listener.settings, at: path, in: self).members
        if let tls = listener.tls { members.append(("tls", .object(tls.settings.map { ($0.key, $0.value) }))) }
        if let port = listener.redirectPort { members.append(("redirect-to-https", .number(port))) }
        return .object(members)
    }
}
