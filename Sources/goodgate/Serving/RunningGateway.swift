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

    /// - Throws: `Failure` that names the address which is taken.
    static func start(_ loaded: ConfigurationSource.Loaded, from source: ConfigurationSource) async throws
        -> RunningGateway
    {
        let gateway: Gateway
        do throws(Gateway.StartError) {
            gateway = try Gateway(loaded.configuration, templates: loaded.templates)
        } catch {
            throw Failure(.unavailable, error.problems.joined(separator: "\n"))
        }
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

    /// Ends everything at once.
    func stop() async {
        await self.admin?.stop()
        self.gateway.stop()
    }
}
