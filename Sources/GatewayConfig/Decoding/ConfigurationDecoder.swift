/// Turns a tree of nodes into a configuration, collecting every problem on the way.
///
/// Reads the keys of the process as a whole; routes and listeners are read in extensions. Not responsible for problems
/// between keys, which are found afterwards on the complete model (`ConsistencyCheck`).
struct ConfigurationDecoder {
    var decoder: SectionDecoder
    let surroundings: Surroundings
    var configuration = Configuration()
    /// Routes with an error: their matching may not be what is meant, so they are not compared with others.
    var unreliableRoutes: Set<SettingOrigin> = []
    /// Where in the file's list each route stands: items that are no mapping give none.
    var routeIndices: [Int] = []

    init(log: ProblemLog, surroundings: Surroundings) {
        self.decoder = SectionDecoder(log: log)
        self.surroundings = surroundings
    }

    /// Complete only when the log holds no error afterwards.
    mutating func decode(_ root: ConfigurationNode) -> Configuration {
        guard let section = self.decoder.section(root, table: "", path: "") else { return self.configuration }
        self.decodeProcess(section)
        self.decodePlace(section)
        self.decodeAccessLog(section)
        self.decodeListeners(section)
        self.decodeAdmin(section)
        self.decodeLimits(section)
        self.decodeTimeouts(section)
        self.decodeResolver(section)
        self.decodeCacheStore(section)
        self.decodeRoutes(section)
        self.configuration.origins = self.decoder.origins
        return self.configuration
    }

    private mutating func decodeProcess(_ root: Section) {
        let workers = self.decoder.integer("workers", in: root).flatMap { $0 } ?? 0
        self.configuration.workers = workers > 0 ? workers : self.surroundings.processors
        let identity = self.decoder.parsed("identity", in: root) { text throws(ValueError) in
            try WordText.name(text, marks: ".-_")
        }
        self.configuration.identity = identity ?? self.surroundings.pseudonym
        if let policy = self.decoder.choice("proxy-status", in: root).flatMap(ProxyStatusPolicy.init(rawValue:)) {
            self.configuration.proxyStatus = policy
        }
        self.configuration.drainTimeout = self.decoder.duration(
            "drain-timeout",
            in: root,
            else: self.configuration.drainTimeout
        )
        self.decodePages(root)
        self.decodeTrustedProxies(root)
        if let recorder = self.decoder.section("recorder", in: root),
            let capacity = self.decoder.integer("capacity", in: recorder)?.flatMap({ $0 })
        {
            self.configuration.recorderCapacity = capacity
        }
    }

    private mutating func decodePages(_ root: Section) {
        guard let path = self.filePath("pages", in: root) else { return }
        if !self.surroundings.isDirectory(path) {
            self.decoder.log.error(root.origin(of: "pages"), key: "pages", "there is no directory \(path.quoted)")
        }
        self.configuration.pages = path
    }

    private mutating func decodeTrustedProxies(_ root: Section) {
        for (index, node) in (self.decoder.items("trusted-proxies", in: root) ?? []).enumerated() {
            let range = self.decoder.parsed(node, path: "trusted-proxies[\(index)]") { text throws(ValueError) in
                try AddressRange(configuration: text)
            }
            guard let range else { continue }
            if range.prefixLength == 0 {
                self.decoder.log.warning(
                    node.origin,
                    key: "trusted-proxies[\(index)]",
                    "\("\(range)".quoted) trusts everybody: any client can forge its address"
                )
            }
            self.configuration.trustedProxies.append(range)
        }
    }

    private mutating func decodeAccessLog(_ root: Section) {
        guard let (key, node) = self.decoder.value("access-log", in: root) else { return }
        if case .text = node.content {
            let format = self.decoder.choice(node, key: key, path: "access-log").flatMap(
                AccessLog.Format.init(rawValue:)
            )
            self.configuration.accessLog.format = format ?? self.configuration.accessLog.format
            return
        }
        guard let section = self.decoder.section(node, table: "access-log", path: "access-log") else { return }
        if let format = self.decoder.choice("format", in: section).flatMap(AccessLog.Format.init(rawValue:)) {
            self.configuration.accessLog.format = format
        }
        guard let path = self.filePath("file", in: section) else { return }
        let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        if !self.surroundings.isDirectory(parent.isEmpty ? "/" : parent) {
            self.decoder.log.warning(
                section.origin(of: "file"),
                key: "access-log.file",
                "there is no directory \(parent.quoted) yet"
            )
        }
        self.configuration.accessLog.destination = .file(path)
    }

    /// A path as written, joined to the directory of the configuration file when it is relative.
    mutating func filePath(_ name: String, in section: Section) -> String? {
        let surroundings = self.surroundings
        return self.decoder.parsed(name, in: section) { text throws(ValueError) in
            guard !text.isEmpty, text.utf8.count <= 4096, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else {
                throw ValueError("\(text.quoted) is not a path")
            }
            return surroundings.absolute(text)
        }
    }
}
