extension Configuration {
    /// The configuration in force as JSON, each value with who set it and secrets left out.
    ///
    /// Never for strangers.
    public func describe() -> String { self.jsonValue.text }

    private var jsonValue: JSONValue {
        var members: [(String, JSONValue)] = [
            ("workers", self.valued(.number(self.workers), "workers")),
            ("identity", self.valued(.text(self.identity), "identity")),
            ("access-log", self.accessLogValue),
            ("listen", .array(self.listeners.map(\.jsonValue))),
            ("admin", self.adminValue),
            ("trusted-proxies", self.valued(.array(self.trustedProxies.map { .text("\($0)") }), "trusted-proxies")),
            ("proxy-status", self.valued(.text(self.proxyStatus.rawValue), "proxy-status")),
            ("pages", self.valued(.string(self.pages), "pages")),
            ("limits", self.limitsValue),
            ("recorder", .object([("capacity", self.valued(.number(self.recorderCapacity), "recorder.capacity"))])),
            ("drain-timeout", .setting(self.drainTimeout)),
            ("timeouts", self.timeouts.jsonValue(routeOnly: false)),
        ]
        members += JSONValue.settings(self.placeSettings, at: "", in: self).members
        let routes = self.routes.enumerated().map { self.routeValue($1, path: "routes[\($0)]") }
        return .object(members + [("routes", .array(routes))])
    }

    private func valued(_ value: JSONValue, _ key: String) -> JSONValue { .sourced(value, self.origin(of: key)) }

    private var accessLogValue: JSONValue {
        let destination: JSONValue
        switch self.accessLog.destination {
        case .standardOutput: destination = .null
        case .file(let path): destination = .text(path)
        }
        let key = self.origins["access-log.format"] == nil ? "access-log" : "access-log.format"
        return .object([
            ("format", self.valued(.text(self.accessLog.format.rawValue), key)),
            ("file", self.valued(destination, "access-log.file")),
        ])
    }

    private var adminValue: JSONValue {
        guard let admin = self.admin else { return self.valued(.text("off"), "admin") }
        return .object([
            ("address", .sourced(.text("\(admin.address)"), admin.origin)),
            ("token", .text(admin.token == nil ? "none" : "set")),
        ])
    }

    private var limitsValue: JSONValue {
        let limits = self.limits
        let values: [(String, Int?)] = [
            ("request-line", limits.requestLine), ("field", limits.field), ("request-head", limits.requestHead),
            ("request-fields", limits.requestFields), ("request-body", limits.requestBody.map { Int(clamping: $0) }),
            ("response-head", limits.responseHead), ("response-fields", limits.responseFields),
            ("trailers", limits.trailers), ("connections", limits.connections),
            ("client-connections", self.clientLimits.connections), ("client-requests", self.clientLimits.requests),
            ("requests-per-connection", limits.requestsPerConnection), ("interim-responses", limits.interimResponses),
        ]
        return .object(
            values.map { name, value in
                (name, self.valued(value.map(JSONValue.number) ?? .text("off"), "limits.\(name)"))
            }
        )
    }

    private func routeValue(_ route: Route, path: String) -> JSONValue {
        .object(
            [
                ("name", .text(route.name)),
                ("origin", .text(route.origin.description)),
                (
                    "match",
                    .object([
                        ("host", .array(route.match.hosts.map { .text($0.description) })),
                        ("path", .string(route.match.pathPrefix)),
                        ("method", .array(route.match.methods.map(JSONValue.text))),
                    ])
                ),
                (
                    "to",
                    .array(
                        route.endpoints.map { endpoint in
                            .object([
                                ("url", .text(endpoint.description)),
                                ("weight", .number(endpoint.weight)),
                                ("priority", .number(endpoint.priority)),
                                ("zone", .string(endpoint.zone)),
                                ("origin", .text(endpoint.origin.description)),
                            ])
                        }
                    )
                ),
                ("host-field", self.valued(.text(route.hostField.description), "\(path).host-field")),
                ("strip-prefix", self.valued(.boolean(route.stripsPrefix), "\(path).strip-prefix")),
                ("idle-connections", self.valued(.number(route.idleConnections), "\(path).idle-connections")),
                ("timeouts", route.timeouts.jsonValue(routeOnly: true)),
            ] + JSONValue.settings(route.settings, at: path, in: self).members
        )
    }
}

extension Timeouts {
    fileprivate func jsonValue(routeOnly: Bool) -> JSONValue {
        .object(
            TimeoutKey.all.filter { $0.perRoute || !routeOnly }.map { timer in
                (timer.name, .setting(self[keyPath: timer.property]))
            }
        )
    }
}
