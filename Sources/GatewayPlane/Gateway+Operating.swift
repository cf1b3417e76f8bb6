internal import GatewayConfig
internal import GatewayReactor
internal import Synchronization

/// What operators switch while it runs.
extension Gateway {
    /// The names of the endpoints as the configuration in force has them: addresses, without path prefixes.
    public var endpointLabels: [String] {
        var seen: Set<String> = []
        return self.configuration.routes.flatMap(\.endpoints).map(\.label).filter { seen.insert($0).inserted }
    }

    /// Endpoints that get no new requests because an operator said so.
    public var drainedEndpoints: Set<String> { self.state.withLock { $0.drained } }

    /// Takes an endpoint out of use or back into it; what runs there finishes.
    ///
    /// Stays in force over reloads until it is undone.
    ///
    /// - Returns: false when no route names the endpoint; nothing has changed then.
    public func drainEndpoint(_ label: String, _ isDrained: Bool) -> Bool {
        self.state.withLock { state in
            let isKnown = state.snapshot.configuration.routes.contains { route in
                route.endpoints.contains { $0.label == label }
            }
            // One that a reload took away may be given back, so that it is in use when it returns.
            guard isKnown || (!isDrained && state.drained.contains(label)) else { return false }
            if isDrained { state.drained.insert(label) } else { state.drained.remove(label) }
            for mailbox in self.mailboxes { mailbox.post(.markDrained(state.drained)) }
            return true
        }
    }

    /// Routes that an operator closed (true) or opened (false) since the configuration was read.
    public var maintenanceOverrides: [String: Bool] { self.state.withLock { $0.maintenance } }

    /// Closes a route for maintenance or opens it, whatever its configuration says, until the next reload.
    ///
    /// - Returns: false when there is no such route; nothing has changed then.
    public func closeRoute(_ name: String, _ isClosed: Bool) -> Bool {
        self.state.withLock { state in
            guard state.snapshot.configuration.routes.contains(where: { $0.name == name }) else { return false }
            state.maintenance[name] = isClosed
            for mailbox in self.mailboxes { mailbox.post(.closeRoute(name: name, isClosed)) }
            return true
        }
    }
}
