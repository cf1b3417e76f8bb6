import GatewayConfig
import GatewayPlane

// Bring-up only: replaced by the command set.
var configuration = Configuration()
configuration.listeners = [
    Listener(address: .tcp(host: "127.0.0.1", port: Int(CommandLine.arguments.dropFirst().first ?? "8080") ?? 8080))
]
configuration.accessLog = AccessLog(
    format: CommandLine.arguments.contains("--log") ? .json : .off,
    destination: .file("/tmp/access.log")
)
configuration.routes = [
    Route(name: "all", match: RouteMatch(), endpoints: [Endpoint(address: .tcp(host: "127.0.0.1", port: 9001))])
]
do {
    let gateway = try Gateway(configuration)
    print("listening on \(gateway.addresses)")
    gateway.waitUntilStopped()
} catch {
    print(error)
}
