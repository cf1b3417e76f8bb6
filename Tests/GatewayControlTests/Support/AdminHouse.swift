import Foundation
import GatewayConfig
import GatewayControl
import GatewayLab
import GatewayPlane

/// A lab, a gateway in front of it and its admin API, on ports that the system chose.
struct AdminHouse: Sendable {
    let lab: Lab
    let gateway: Gateway
    let admin: LabAddress
    /// The configuration file, when there is one.
    let file: String

    /// Runs a test in a house and clears up after it in every case.
    ///
    /// - Parameter settings: more lines of the configuration file; its `to` is the lab.
    static func open<Result: Sendable>(
        admin: Admin = Admin(address: .tcp(host: "127.0.0.1", port: 0)),
        _ body: (AdminHouse) async throws -> Result
    ) async throws -> Result {
        let lab = try await Lab.start()
        let directory = FileManager.default.temporaryDirectory.appending(path: "goodgate-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
        let file = directory.appending(path: "goodgate.yaml").path
        try Self.text(lab).write(toFile: file, atomically: true, encoding: .utf8)
        let source = ConfigurationSource(file: file)
        let loaded = try source.load().get()
        let gateway = try Gateway(loaded.configuration)
        let reloader = Reloader(gateway: gateway, source: source)
        let server = AdminServer(gateway: gateway, admin: admin, reload: { await reloader.reload() })
        func close() async {
            await server.stop()
            gateway.stop()
            await lab.stop()
            try? FileManager.default.removeItem(at: directory)
        }
        do {
            let address = try await server.start()
            let house = AdminHouse(lab: lab, gateway: gateway, admin: Self.address(address), file: file)
            let result = try await body(house)
            await close()
            return result
        } catch {
            await close()
            throw error
        }
    }

    static func text(_ lab: Lab, extra: String = "") -> String {
        """
        workers: 1
        access-log: off
        admin: off
        listen: 127.0.0.1:0
        \(extra)
        routes:
          - name: lab
            to: \(lab.address.url)

        """
    }

    func rewrite(_ text: String) throws { try text.write(toFile: self.file, atomically: true, encoding: .utf8) }

    // MARK: - Asking

    func ask(_ path: String, _ fields: String..., method: String = "GET", host: String = "127.0.0.1") async
        -> DrillResponse?
    {
        let lines = ["\(method) \(path) HTTP/1.1", "Host: \(host)"] + fields
        let text = lines.joined(separator: "\r\n") + "\r\n\r\n"
        let request = method == "HEAD" ? DrillRequest([.init(text)], until: .end) : DrillRequest(text)
        return await DrillClient.send(request, to: self.admin).response
    }

    func order(_ path: String, _ content: String) async -> DrillResponse? {
        let head = "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: \(content.utf8.count)\r\n\r\n"
        return await DrillClient.send(DrillRequest(head + content), to: self.admin).response
    }

    /// Lets a request fail at the gateway; returns its id.
    func fail(_ scenario: String) async -> String? {
        let request = DrillRequest("GET /\(scenario) HTTP/1.1\r\nHost: lab.example\r\n\r\n")
        let front = Self.address(self.gateway.addresses.first ?? "")
        return await DrillClient.send(request, to: front).response?.fields("x-incident-id").first
    }

    static func address(_ text: String) -> LabAddress {
        if text.hasPrefix("unix:") { return .unix(path: String(text.dropFirst(5))) }
        let parts = text.split(separator: ":")
        return .tcp(host: String(parts.first ?? ""), port: parts.last.flatMap { Int($0) } ?? 0)
    }
}
