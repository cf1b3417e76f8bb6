/// Command-line flags as nodes, so that one decoder checks them and files alike.
struct FlagOverlay {
    let entries: [ConfigurationNode.Entry]

    init(_ flags: CommandLineValues) {
        var entries: [ConfigurationNode.Entry] = []
        func add(_ key: String, flag: String, _ content: ConfigurationNode.Content) {
            let origin = SettingOrigin.flag(flag)
            let value = ConfigurationNode(content: content, origin: origin)
            entries.append(ConfigurationNode.Entry(key: key, keyOrigin: origin, value: value))
        }
        func list(_ texts: [String], flag: String) -> ConfigurationNode.Content {
            .list(texts.map { ConfigurationNode(content: .text($0), origin: .flag(flag)) })
        }
        if let workers = flags.workers { add("workers", flag: "--workers", .text(workers)) }
        if let log = flags.accessLog { add("access-log", flag: "--access-log", .text(log)) }
        if let admin = flags.admin { add("admin", flag: "--admin", .text(admin)) }
        if !flags.listen.isEmpty { add("listen", flag: "--listen", list(flags.listen, flag: "--listen")) }
        if !flags.to.isEmpty {
            let origin = SettingOrigin.flag("--to")
            let to = ConfigurationNode(content: list(flags.to.map(Self.url), flag: "--to"), origin: origin)
            let entry = ConfigurationNode.Entry(key: "to", keyOrigin: origin, value: to)
            let route = ConfigurationNode(content: .mapping([entry]), origin: origin)
            add("routes", flag: "--to", .list([route]))
        }
        self.entries = entries
    }

    /// The file's keys with the flags' in their place.
    ///
    /// Routes come from one side only: guessing which of two sets was meant would send requests to the wrong server.
    func merged(into root: ConfigurationNode, log: inout ProblemLog) -> ConfigurationNode {
        guard case .mapping(let fileEntries) = root.content else { return root }
        let flagged = Set(self.entries.map(\.key))
        if flagged.contains("routes"), let routes = fileEntries.first(where: { $0.key == "routes" }) {
            log.error(
                routes.keyOrigin,
                key: "--to",
                "the file has routes, and `--to` is given as well",
                fix: "leave one of them out"
            )
        }
        let kept = fileEntries.filter { !flagged.contains($0.key) }
        return ConfigurationNode(content: .mapping(kept + self.entries), origin: root.origin)
    }

    /// On a command line `3000` and `127.0.0.1:3000` can only mean one thing.
    private static func url(_ text: String) -> String {
        if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return "http://localhost:\(text)" }
        guard !text.contains("://"), !text.hasPrefix("unix:"), !text.hasPrefix("unix+h2c:") else { return text }
        return "http://\(text)"
    }
}
