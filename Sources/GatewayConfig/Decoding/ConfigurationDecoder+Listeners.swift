extension ConfigurationDecoder {
    static let defaultListener = ListenAddress.tcp(host: "127.0.0.1", port: 8080)
    static let defaultAdmin = ListenAddress.tcp(host: "127.0.0.1", port: 8081)

    mutating func decodeListeners(_ root: Section) {
        guard let nodes = self.decoder.items("listen", in: root) else {
            self.configuration.listeners = [Listener(address: Self.defaultListener)]
            return
        }
        if nodes.isEmpty {
            self.decoder.log.error(root.origin(of: "listen"), key: "listen", "the list of addresses is empty")
        }
        for (index, node) in nodes.enumerated() {
            guard let listener = self.listener(node, path: "listen[\(index)]") else { continue }
            self.configuration.listeners.append(listener)
        }
    }

    /// What stands in `- 127.0.0.1:8080` or in `- address: 127.0.0.1:8080`.
    private mutating func listener(_ node: ConfigurationNode, path: String) -> Listener? {
        if case .text = node.content {
            return self.listenAddress(node, path: path).map { Listener(address: $0, origin: node.origin) }
        }
        guard let section = self.decoder.section(node, table: "listen[]", path: path) else { return nil }
        let tls = self.listenerTLS(section)
        let redirectPort = self.decoder.integer("redirect-to-https", in: section).flatMap { $0 }
        if tls != nil, redirectPort != nil {
            self.decoder.log.error(
                section.origin(of: "redirect-to-https"),
                key: section.path(of: "redirect-to-https"),
                "clients of this address speak https:// already: they would go round",
                fix: "redirect on an address without `tls`"
            )
        }
        guard let (_, address) = self.decoder.value("address", in: section) else {
            if section.lacks("address") {
                self.decoder.log.error(node.origin, key: path, "the listener has no `address`")
            }
            return nil
        }
        guard let value = self.listenAddress(address, path: "\(path).address") else { return nil }
        var listener = Listener(address: value, tls: tls, origin: address.origin)
        listener.redirectPort = redirectPort
        self.listenerSettings(section, of: &listener)
        return listener
    }

    private mutating func listenAddress(_ node: ConfigurationNode, path: String) -> ListenAddress? {
        self.decoder.parsed(node, path: path) { text throws(ValueError) in try ListenAddress(configuration: text) }
    }

    mutating func decodeAdmin(_ root: Section) {
        guard let (_, node) = self.decoder.value("admin", in: root) else {
            self.configuration.admin = Admin(address: Self.defaultAdmin)
            return
        }
        if case .text = node.content {
            self.configuration.admin = self.adminAddress(node, path: "admin").map {
                Admin(address: $0, origin: node.origin)
            }
        } else if let section = self.decoder.section(node, table: "admin", path: "admin") {
            self.configuration.admin = self.admin(section)
        }
        guard let admin = self.configuration.admin, admin.address.isPublic, admin.token == nil else { return }
        self.decoder.log.error(
            admin.origin,
            key: "admin",
            "other machines can reach \("\(admin.address)".quoted), and the admin API has no token",
            fix: "set `admin.token-file`, or use an address such as `127.0.0.1:8081`"
        )
    }

    private mutating func admin(_ section: Section) -> Admin? {
        var address: ListenAddress? = Self.defaultAdmin
        var origin = section.origin
        if let (_, node) = self.decoder.value("address", in: section) {
            address = self.adminAddress(node, path: "admin.address")
            origin = node.origin
        }
        let token = self.secret("token", called: "token", in: section)
        return address.map { Admin(address: $0, token: token, origin: origin) }
    }

    /// nil for `off` and for a problem.
    private mutating func adminAddress(_ node: ConfigurationNode, path: String) -> ListenAddress? {
        let address = self.decoder.parsed(node, path: path) { text throws(ValueError) -> ListenAddress? in
            if (try? SwitchText.parse(text)) == false { return nil }
            return try ListenAddress(configuration: text)
        }
        return address.flatMap { $0 }
    }
}
