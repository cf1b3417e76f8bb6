extension ConfigurationDecoder {
    mutating func decodeRoutes(_ root: Section) {
        guard let nodes = self.decoder.items("routes", in: root) else {
            guard root.lacks("routes") else { return }
            self.decoder.log.error(
                root.origin,
                key: "routes",
                "there are no routes",
                fix: "write `routes: [{ to: http://127.0.0.1:3000 }]`"
            )
            return
        }
        if nodes.isEmpty {
            self.decoder.log.error(root.origin(of: "routes"), key: "routes", "the list of routes is empty")
        }
        var names = RouteNames()
        for (index, node) in nodes.enumerated() {
            guard let section = self.decoder.section(node, table: "routes[]", path: "routes[\(index)]") else {
                continue
            }
            let errors = self.decoder.log.errorCount
            self.routeIndices.append(index)
            self.configuration.routes.append(self.route(section, origin: node.origin, names: &names))
            if self.decoder.log.errorCount > errors { self.unreliableRoutes.insert(node.origin) }
        }
    }

    private mutating func route(_ section: Section, origin: SettingOrigin, names: inout RouteNames) -> Route {
        let match = self.match(section)
        var route = Route(name: "", match: match, endpoints: self.endpoints(section), origin: origin)
        route.name = self.name(section, match: match, names: &names)
        route.timeouts = self.configuration.timeouts
        if let timeouts = self.decoder.section("timeouts", in: section) {
            route.timeouts = self.timeouts(timeouts, routeOnly: true, else: self.configuration.timeouts)
        }
        let hostField = self.decoder.parsed("host-field", in: section) { text throws(ValueError) in
            try HostField(configuration: text)
        }
        route.hostField = hostField ?? route.hostField
        if let idle = self.decoder.integer("idle-connections", in: section)?.flatMap({ $0 }) {
            route.idleConnections = idle
        }
        route.stripsPrefix = self.decoder.onOff("strip-prefix", in: section) ?? false
        if route.stripsPrefix, match.pathPrefix == nil {
            self.decoder.log.warning(
                section.origin(of: "strip-prefix"),
                key: section.path(of: "strip-prefix"),
                "there is no `match.path` that could be removed"
            )
        }
        route.deadlineField = self.fieldName("deadline-field", in: section)
        route.sentProxyProtocol = self.sentProxyProtocol(section)
        self.policies(section, of: &route)
        return route
    }

    /// What the route decides with, a section each.
    private mutating func policies(_ section: Section, of route: inout Route) {
        route.balance = self.balance(section)
        route.health = self.health(section)
        route.retry = self.retry(section)
        route.hedge = self.hedge(section)
        route.wait = self.wait(section)
        route.load = self.load(section)
        route.rate = self.rate(section)
        route.overload = self.overload(section)
        route.cache = self.cache(section)
        route.maintenance = self.maintenance(section)
        route.objective = self.objective(section)
    }

    private mutating func name(_ section: Section, match: RouteMatch, names: inout RouteNames) -> String {
        let written = self.decoder.parsed("name", in: section) { text throws(ValueError) in
            try WordText.name(text, marks: "._-/*")
        }
        guard let written else { return names.made(for: match) }
        let origin = section.origin(of: "name")
        if let other = names.claim(written, origin: origin) {
            self.decoder.log.error(
                origin,
                key: section.path(of: "name"),
                "the name \(written.quoted) is taken by the route at \(other)",
                fix: "logs and metrics tell routes apart by name: choose another"
            )
        }
        return written
    }

    private mutating func match(_ section: Section) -> RouteMatch {
        guard let section = self.decoder.section("match", in: section) else { return RouteMatch() }
        var match = RouteMatch()
        var seen: Set<HostPattern> = []
        for (node, path) in self.list("host", in: section) {
            let host = self.decoder.parsed(node, path: path) { text throws(ValueError) in
                try HostPattern(configuration: text)
            }
            if let host, seen.insert(host).inserted { match.hosts.append(host) }
        }
        for (node, path) in self.list("method", in: section) {
            // A method beyond those would be compared with each before it.
            guard match.methods.count < DocumentLimits.methods else {
                self.decoder.log.error(node.origin, key: path, "there are more than \(DocumentLimits.methods) methods")
                break
            }
            let method = self.decoder.parsed(node, path: path) { text throws(ValueError) in try MethodText.parse(text) }
            if let method, !match.methods.contains(method) { match.methods.append(method) }
        }
        let path = self.decoder.parsed("path", in: section) { text throws(ValueError) in try PathText.prefix(text) }
        match.pathPrefix = path.flatMap { $0 }
        return match
    }

    private mutating func endpoints(_ section: Section) -> [Endpoint] {
        let path = section.path(of: "to")
        guard let nodes = self.decoder.items("to", in: section), !nodes.isEmpty else {
            if section.lacks("to") || self.isEmptyList(section.values["to"]) {
                self.decoder.log.error(
                    section.origin(of: "to"),
                    key: path,
                    "the route has no upstream server",
                    fix: "write `to: http://127.0.0.1:3000`"
                )
            }
            return []
        }
        var endpoints: [Endpoint] = []
        for (index, node) in nodes.enumerated() {
            guard let endpoint = self.endpoint(node, path: "\(path)[\(index)]") else { continue }
            endpoints.append(endpoint)
        }
        return self.secure(endpoints, section)
    }

    private func isEmptyList(_ node: ConfigurationNode?) -> Bool {
        guard case .list(let items)? = node?.content else { return false }
        return items.isEmpty
    }

    /// An endpoint written as a text or as a mapping of `url` and what else there is to say about it.
    private mutating func endpoint(_ node: ConfigurationNode, path: String) -> Endpoint? {
        if case .text = node.content {
            return self.decoder.parsed(node, path: path) { text throws(ValueError) in
                try Endpoint(configuration: text, weight: 1, origin: node.origin)
            }
        }
        guard let section = self.decoder.section(node, table: "routes[].to[]", path: path) else { return nil }
        let weight = self.decoder.integer("weight", in: section)?.flatMap { $0 } ?? 1
        let priority = self.priority(section)
        let zone = self.zone(section)
        guard let (_, url) = self.decoder.value("url", in: section) else {
            if section.lacks("url") {
                self.decoder.log.error(node.origin, key: path, "the upstream server has no `url`")
            }
            return nil
        }
        return self.decoder.parsed(url, path: section.path(of: "url")) { text throws(ValueError) in
            var endpoint = try Endpoint(configuration: text, weight: weight, origin: url.origin)
            endpoint.priority = priority
            endpoint.zone = zone
            return endpoint
        }
    }
}
