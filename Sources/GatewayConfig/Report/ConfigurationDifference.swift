/// What changes when one configuration takes the place of another, for the log line of a reload.
///
/// Where a value stands in the file does not count: moving a line changes nothing.
public struct ConfigurationDifference: Hashable, Sendable {
    public enum Change: Hashable, Sendable, CustomStringConvertible {
        /// `kind` is `listener`, `route`, `endpoint` or `setting`.
        case added(kind: String, name: String)
        case removed(kind: String, name: String)
        case changed(kind: String, name: String, from: String, to: String)

        public var description: String {
            switch self {
            case .added(let kind, let name): "\(kind) \(name) added"
            case .removed(let kind, let name): "\(kind) \(name) removed"
            case .changed(let kind, let name, let from, let to): "\(kind) \(name) changed from \(from) to \(to)"
            }
        }
    }

    /// Settings first, then listeners, then routes with their endpoints, in the order of the new file.
    public let changes: [Change]

    public init(from old: Configuration, to new: Configuration) {
        self.changes =
            Self.settings(old, new)
            + Self.members(
                "listener",
                old.listeners.map(\.address.description),
                new.listeners.map(\.address.description)
            )
            + Self.listeners(old.listeners, new.listeners)
            + Self.encryption(old.listeners, new.listeners)
            + Self.routes(old.routes, new.routes)
    }

    public var isEmpty: Bool { self.changes.isEmpty }

    /// Names of new routes whose matching, servers and settings are all as before: what they serve goes on unharmed.
    public static func unchangedRoutes(from old: Configuration, to new: Configuration) -> Set<String> {
        let before = Dictionary(old.routes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let same = new.routes.filter { route in
            before[route.name].map { Self.isSame($0, route) } ?? false
        }
        return Set(same.map(\.name))
    }

    private static func isSame(_ old: Route, _ new: Route) -> Bool {
        Self.facts(old).elementsEqual(Self.facts(new), by: ==)
            && old.settings.elementsEqual(new.settings) { $0.isSame(as: $1) }
    }

    private static func members(_ kind: String, _ old: [String], _ new: [String]) -> [Change] {
        let (before, after) = (Set(old), Set(new))
        return old.filter { !after.contains($0) }.map { .removed(kind: kind, name: $0) }
            + new.filter { !before.contains($0) }.map { .added(kind: kind, name: $0) }
    }

    private static func settings(_ old: Configuration, _ new: Configuration) -> [Change] {
        let pairs = zip(Self.facts(old), Self.facts(new))
        var changes = pairs.filter { $0.1 != $1.1 }.map { before, after in
            Change.changed(kind: "setting", name: before.0, from: before.1, to: after.1)
        }
        changes += Self.changes(
            from: old.clientSettings + old.placeSettings,
            to: new.clientSettings + new.placeSettings
        )
        .map { .changed(kind: "setting", name: $0.name, from: $0.from, to: $0.to) }
        // The token itself never leaves the configuration.
        if let before = old.admin?.token, let after = new.admin?.token, before != after {
            changes.append(.changed(kind: "setting", name: "admin.token", from: "one", to: "another"))
        }
        return changes
    }

    private static func listeners(_ old: [Listener], _ new: [Listener]) -> [Change] {
        let before = Dictionary(old.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
        return new.flatMap { listener -> [Change] in
            guard let previous = before[listener.address] else { return [] }
            return Self.changes(from: previous.settings, to: listener.settings).map { change in
                .changed(kind: "listener", name: "\(listener.address) \(change.name)", from: change.from, to: change.to)
            }
        }
    }

    /// What differs in how listeners encrypt that are there before and after.
    private static func encryption(_ old: [Listener], _ new: [Listener]) -> [Change] {
        let before = Dictionary(old.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
        return new.flatMap { listener -> [Change] in
            guard let previous = before[listener.address] else { return [] }
            let name = "\(listener.address) tls"
            if previous.redirectPort != listener.redirectPort {
                let words = { (port: Int?) in port.map { "\($0)" } ?? "off" }
                let (from, to) = (words(previous.redirectPort), words(listener.redirectPort))
                return [.changed(kind: "listener", name: "\(listener.address) redirect-to-https", from: from, to: to)]
            }
            guard let from = previous.tls, let to = listener.tls else {
                guard (previous.tls == nil) != (listener.tls == nil) else { return [] }
                let words = { (tls: ListenerTLS?) in tls == nil ? "off" : "on" }
                return [.changed(kind: "listener", name: name, from: words(previous.tls), to: words(listener.tls))]
            }
            return Self.changes(from: from.settings, to: to.settings).map { change in
                .changed(kind: "listener", name: "\(name).\(change.name)", from: change.from, to: change.to)
            }
        }
    }

    private static func routes(_ old: [Route], _ new: [Route]) -> [Change] {
        let before = Dictionary(old.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        return Self.members("route", old.map(\.name), new.map(\.name))
            + new.flatMap { route -> [Change] in
                guard let previous = before[route.name] else { return [] }
                let changes = zip(Self.facts(previous), Self.facts(route)).filter { $0.0 != "to" && $0.1 != $1.1 }
                return changes.map { before, after in
                    .changed(kind: "route", name: "\(route.name) \(before.0)", from: before.1, to: after.1)
                }
                    + Self.changes(from: previous.settings, to: route.settings).map { change in
                        .changed(kind: "route", name: "\(route.name) \(change.name)", from: change.from, to: change.to)
                    }
                    + Self.endpoints(previous, route)
            }
    }

    /// What differs; a section that was switched on or off is one change.
    private static func changes(
        from old: [WrittenSetting],
        to new: [WrittenSetting]
    ) -> [(name: String, from: String, to: String)] {
        let before = Dictionary(old.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        let after = Dictionary(new.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        let same = new.compactMap { setting -> (name: String, from: String, to: String)? in
            guard let previous = before[setting.key], !previous.isSame(as: setting) else { return nil }
            // A secret never leaves the configuration.
            let isReplaced = setting.secret != nil && previous.text == setting.text
            return isReplaced
                ? (setting.key, "one", "another") : (setting.key, previous.text, setting.text)
        }
        // Only the short form of a section that is off stands on one side alone under a key of its own.
        let opened = old.filter { setting in
            after[setting.key] == nil && new.contains { $0.key.hasPrefix("\(setting.key).") }
        }
        let closed = new.filter { setting in
            before[setting.key] == nil && old.contains { $0.key.hasPrefix("\(setting.key).") }
        }
        return same + opened.map { ($0.key, "off", "on") } + closed.map { ($0.key, "on", "off") }
    }

    private static func endpoints(_ old: Route, _ new: Route) -> [Change] {
        let name = { (endpoint: Endpoint) in "\(endpoint) of \(new.name)" }
        let members = Self.members("endpoint", old.endpoints.map(name), new.endpoints.map(name))
        let before = Dictionary(old.endpoints.map { ($0.description, $0) }, uniquingKeysWith: { first, _ in first })
        let changed = new.endpoints.flatMap { endpoint -> [Change] in
            guard let previous = before[endpoint.description] else { return [] }
            return zip(Self.facts(previous), Self.facts(endpoint)).filter { $0.1 != $1.1 }.map { before, after in
                .changed(kind: "endpoint", name: "\(name(endpoint)) \(before.0)", from: before.1, to: after.1)
            }
        }
        guard new.balance.method == .first, members.isEmpty, old.endpoints.map(name) != new.endpoints.map(name) else {
            return members + changed
        }
        // Only this method goes by the order.
        let (from, to) = (Self.order(old), Self.order(new))
        return changed + [.changed(kind: "route", name: "\(new.name) order of to", from: from, to: to)]
    }

    private static func order(_ route: Route) -> String { route.endpoints.map(\.description).joined(separator: " ") }

    // MARK: - Facts: names and values as text, in a fixed order

    private static func facts(_ configuration: Configuration) -> [(String, String)] {
        let limits = configuration.limits
        let admin = configuration.admin
        return [
            ("workers", "\(configuration.workers)"),
            ("identity", configuration.identity),
            ("access-log", "\(configuration.accessLog.format.rawValue) to \(configuration.accessLog.destination)"),
            ("admin", admin.map { "\($0)" } ?? "off"),
            ("trusted-proxies", configuration.trustedProxies.map(\.description).joined(separator: " ")),
            ("proxy-status", configuration.proxyStatus.rawValue),
            ("pages", configuration.pages ?? "built-in"),
            ("limits.request-line", "\(limits.requestLine)"),
            ("limits.field", "\(limits.field)"),
            ("limits.request-head", "\(limits.requestHead)"),
            ("limits.request-fields", "\(limits.requestFields)"),
            ("limits.request-body", limits.requestBody.map { "\($0)" } ?? "off"),
            ("limits.response-head", "\(limits.responseHead)"),
            ("limits.response-fields", "\(limits.responseFields)"),
            ("limits.trailers", "\(limits.trailers)"),
            ("limits.connections", "\(limits.connections)"),
            ("limits.requests-per-connection", limits.requestsPerConnection.map { "\($0)" } ?? "off"),
            ("limits.interim-responses", "\(limits.interimResponses)"),
            ("recorder.capacity", "\(configuration.recorderCapacity)"),
            ("drain-timeout", configuration.drainTimeout.value.description),
        ]
            + Self.facts(configuration.timeouts)
    }

    private static func facts(_ timeouts: Timeouts) -> [(String, String)] {
        TimeoutKey.all.map { ("timeouts.\($0.name)", timeouts[keyPath: $0.property].value.description) }
    }

    private static func facts(_ endpoint: Endpoint) -> [(String, String)] {
        [
            ("weight", "\(endpoint.weight)"), ("priority", "\(endpoint.priority)"),
            ("zone", endpoint.zone ?? "none"),
        ]
    }

    private static func facts(_ route: Route) -> [(String, String)] {
        [
            ("match", route.match.description),
            ("to", route.endpoints.map { "\($0) \(Self.facts($0).map(\.1))" }.joined(separator: " ")),
            ("host-field", route.hostField.description),
            ("strip-prefix", route.stripsPrefix ? "on" : "off"),
            ("idle-connections", "\(route.idleConnections)"),
        ] + Self.facts(route.timeouts)
    }
}
