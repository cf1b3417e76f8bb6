import GatewayConfig
import GatewayControl
import GatewayPlane

/// A gateway with its admin API: what `serve`, `demo` and `drill` start and stop as one.
struct RunningGateway: Sendable {
    let gateway: Gateway
    let admin: AdminServer?
    /// The admin API's address as bound.
    let adminAddress: String?
    let reloader: Reloader

    /// - Parameters:
    ///   - inheritance: what the program before this one left, when it is an upgrade
    ///   - activated: listening sockets of a service manager
    /// - Throws: `Failure` that names the address which is taken.
    static func start(
        _ loaded: ConfigurationSource.Loaded,
        from source: ConfigurationSource,
        inheritance: Inheritance? = nil,
        activated: [InheritedListener] = []
    ) async throws -> RunningGateway {
        let gateway: Gateway
        do throws(Gateway.StartError) {
            gateway = try Gateway(
                loaded.configuration,
                templates: loaded.templates,
                inherited: inheritance?.listeners,
                activated: activated,
                drained: Set(inheritance?.note.drained ?? [])
            )
        } catch {
            throw Failure(.unavailable, error.problems.joined(separator: "\n"))
        }
        if let inheritance { return try await Self.takeOver(gateway, loaded, from: source, inheritance) }
        let reloader = Reloader(gateway: gateway, source: source)
        guard let settings = loaded.configuration.admin else {
            return RunningGateway(gateway: gateway, admin: nil, adminAddress: nil, reloader: reloader)
        }
        let admin = AdminServer(gateway: gateway, admin: settings, reload: { await reloader.reload() })
        do throws(AdminError) {
            let address = try await admin.start()
            return RunningGateway(gateway: gateway, admin: admin, adminAddress: address, reloader: reloader)
        } catch {
            gateway.stop()
            throw Failure(.unavailable, error.message, fix: error.fix)
        }
    }

    /// Goes on where the program before this one stops: from here on clients depend on it, so what is wrong with the
    /// admin API is said and does not end it.
    private static func takeOver(
        _ gateway: Gateway,
        _ loaded: ConfigurationSource.Loaded,
        from source: ConfigurationSource,
        _ inheritance: Inheritance
    ) async throws -> RunningGateway {
        do {
            try inheritance.takeOver()
        } catch {
            gateway.stop()
            throw error
        }
        gateway.startListening()
        let reloader = Reloader(gateway: gateway, source: source)
        guard var settings = loaded.configuration.admin else {
            return RunningGateway(gateway: gateway, admin: nil, adminAddress: nil, reloader: reloader)
        }
        // A port that the system chose stays the same one.
        if case .tcp(let host, 0) = settings.address, let port = inheritance.adminPort {
            settings.address = .tcp(host: host, port: port)
        }
        let admin = AdminServer(gateway: gateway, admin: settings, reload: { await reloader.reload() })
        let address = await Self.startPatiently(admin)
        return RunningGateway(
            gateway: gateway,
            admin: address == nil ? nil : admin,
            adminAddress: address,
            reloader: reloader
        )
    }

    /// The old program closes the address before our turn; its last connections may take a moment longer.
    private static func startPatiently(_ admin: AdminServer) async -> String? {
        for attempt in 1...50 {
            do throws(AdminError) {
                return try await admin.start()
            } catch {
                guard attempt == 50 else {
                    try? await Task.sleep(for: .milliseconds(100))
                    continue
                }
                _ = Failure(.unavailable, error.message, fix: error.fix).report()
            }
        }
        return nil
    }

    /// Ends everything at once.
    func stop() async {
        await self.admin?.stop()
        self.gateway.stop()
    }
}
