/// The site of a case: the lab's pages and its name servers, on the addresses of the namespace that this runs in.
///
/// `stop` must be called.
public final class NetworkSiteServer: Sendable {
    private let labs: [Lab]
    private let nameServers: [LabNameServer]

    private init(labs: [Lab], nameServers: [LabNameServer]) {
        self.labs = labs
        self.nameServers = nameServers
    }

    /// Opens every port that the case has; throws the system's error where the namespace is not the site's.
    public static func start(_ network: NetworkCase) async throws -> NetworkSiteServer {
        var options = LabOptions()
        options.opensOwnPorts = false
        // The addresses are the namespace's own, which nobody else can reach.
        options.allowsAnyAddress = true
        var labs: [Lab] = []
        var nameServers: [LabNameServer] = []
        do {
            for listener in network.site.listeners {
                labs.append(try await Lab.start(host: listener.address, port: listener.port, options: options))
            }
            for plan in network.site.nameServers {
                let server = try await LabNameServer.start(
                    host: plan.address,
                    port: 53,
                    isAuthoritative: plan.isAuthoritative
                )
                nameServers.append(server)
                for (name, act) in plan.acts { server.set(name, act) }
            }
        } catch {
            await NetworkSiteServer(labs: labs, nameServers: nameServers).stop()
            throw error
        }
        return NetworkSiteServer(labs: labs, nameServers: nameServers)
    }

    /// Gives every port back.
    public func stop() async {
        for lab in self.labs { await lab.stop() }
        for server in self.nameServers { await server.stop() }
    }
}
