internal import Foundation
public import GatewayConfig
public import GatewayPlane
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import Synchronization

/// The admin API on its own address: health, metrics, recorded faults, configuration, reload.
///
/// Owns the listener and its life. What is answered is in `AdminRoutes`; who may ask is decided by `AdminAccess`.
public final class AdminServer: Sendable {
    private struct Running {
        var task: Task<Void, Never>
        /// Keeps the ledger while the API is there to show it.
        var clerk: Task<Void, Never>
        var address: String
    }

    private let gateway: Gateway
    private let admin: Admin
    private let reload: @Sendable () async -> ReloadOutcome
    private let clerk: LedgerClerk
    private let running = Mutex<Running?>(nil)

    /// Connections at a time: a monitor, a scraper, some browsers.
    private static let mostConnections = 256

    /// - Parameter reload: reads the configuration again; what `POST /reload` does.
    public init(gateway: Gateway, admin: Admin, reload: @escaping @Sendable () async -> ReloadOutcome) {
        self.gateway = gateway
        self.admin = admin
        self.reload = reload
        self.clerk = LedgerClerk(gateway)
    }

    /// The address as bound, with the port that port 0 became; nil before `start`.
    public var address: String? { self.running.withLock { $0?.address } }

    /// Listens; returns the address as bound.
    ///
    /// - Throws: `AdminError` when the address is public and there is no token, or cannot be listened on.
    @discardableResult
    public func start() async throws(AdminError) -> String {
        guard !self.admin.address.isPublic || self.admin.token != nil else {
            throw AdminError.publicWithoutToken(self.admin.address)
        }
        let (results, reporter) = AsyncStream.makeStream(of: Result<String, AdminError>.self)
        let application = self.application(whenRunning: { reporter.yield(.success($0)) })
        let wanted = self.admin.address
        let task = Task {
            do {
                try await application.run()
            } catch {
                reporter.yield(.failure(AdminError(cannotListenOn: wanted, error)))
            }
            reporter.finish()
        }
        for await result in results {
            let address = try result.get()
            let clerk = self.clerk
            let watch = Task { await clerk.watch() }
            self.running.withLock { $0 = Running(task: task, clerk: watch, address: address) }
            return address
        }
        throw AdminError.ended(wanted)
    }

    /// Closes the listener and its connections; returns when that is done.
    public func stop() async {
        let running = self.running.withLock { running in
            defer { running = nil }
            return running
        }
        guard let running else { return }
        running.clerk.cancel()
        running.task.cancel()
        await running.task.value
        // A socket that nobody listens on makes clients believe in a fault of the gateway.
        if case .unix(let path) = self.admin.address { try? FileManager.default.removeItem(atPath: path) }
    }

    private func application(whenRunning: @escaping @Sendable (String) -> Void) -> some ApplicationProtocol {
        let routes = AdminRoutes(gateway: self.gateway, clerk: self.clerk, reload: self.reload)
        let access = AdminAccess(token: self.admin.token, isUnixSocket: self.admin.address.isUnixSocket)
        // The program says itself what there is to say; a second voice on standard output would spoil `--json`.
        let silent = Logger(label: "admin", factory: { _ in SwiftLogNoOpLogHandler() })
        let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: 16 << 10,
            maxHeaderListSize: 32 << 10,
            maxHeaderFieldCount: 100
        )
        let configuration = ApplicationConfiguration(
            address: self.admin.address.bindAddress,
            availableConnectionsDelegate: .maximum(Self.mostConnections, logger: silent)
        )
        let wanted = self.admin.address
        return Application(
            router: routes.router(access: access),
            server: .http1(configuration: .init(idleTimeout: .seconds(30), httpDecoderConfiguration: decoder)),
            configuration: configuration,
            onServerRunning: { channel in whenRunning(wanted.bound(to: channel.localAddress)) },
            logger: silent
        )
    }
}

extension ListenAddress {
    fileprivate var isUnixSocket: Bool {
        switch self {
        case .unix: true
        case .tcp: false
        }
    }

    fileprivate var bindAddress: BindAddress {
        switch self {
        case .unix(let path): .unixDomainSocket(path: path)
        case .tcp(let host, let port): .hostname(host.isEmpty ? "::" : host, port: port)
        }
    }

    /// The address with the port that the system chose.
    fileprivate func bound(to address: SocketAddress?) -> String {
        switch self {
        case .unix: self.description
        case .tcp(let host, let port): ListenAddress.tcp(host: host, port: address?.port ?? port).description
        }
    }
}
