import Foundation
import GatewayConfig
import GatewayPlane
import GatewayReactor

/// Listening sockets that a service manager opened for this process: systemd's `LISTEN_FDS`, sd_listen_fds(3).
///
/// Says which of them are those of configured listeners. Not responsible for opening or closing any.
struct ActivatedSockets {
    struct Socket {
        let descriptor: Int32
        let name: String
        let bound: BoundSocket
    }

    let sockets: [Socket]

    /// The first descriptor that is passed.
    private static let first: Int32 = 3
    static let variables = ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"]

    /// nil when none were passed to this process; what is not a listening stream socket is left out.
    init?(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        process: Int32 = ProcessInfo.processInfo.processIdentifier
    ) {
        // A child inherits the variables, and not the sockets.
        guard environment["LISTEN_PID"].flatMap({ Int32($0) }) == process,
            let count = environment["LISTEN_FDS"].flatMap({ Int32($0) }), (1...1024).contains(count)
        else { return nil }
        let names = (environment["LISTEN_FDNAMES"] ?? "").split(separator: ":", omittingEmptySubsequences: false)
        self.sockets = (0..<count).compactMap { index in
            let descriptor = Self.first + index
            let name = names.indices.contains(Int(index)) ? String(names[Int(index)]) : "unknown"
            return BoundSocket(descriptor: descriptor).map { Socket(descriptor: descriptor, name: name, bound: $0) }
        }
    }

    /// Those that wait where a listener is configured.
    func listeners(for configured: [GatewayConfig.Listener]) -> [InheritedListener] {
        self.sockets.compactMap { socket in
            configured.first { Self.isSame(socket.bound, $0.address) }.map { listener in
                InheritedListener(
                    configured: listener.address.description,
                    descriptor: socket.descriptor,
                    isActivated: true
                )
            }
        }
    }

    /// Those that nobody will accept clients from, in words.
    func unclaimed(by configured: [GatewayConfig.Listener]) -> [String] {
        self.sockets.filter { socket in !configured.contains { Self.isSame(socket.bound, $0.address) } }
            .map { "\($0.name) (\($0.bound.path.map { "unix:\($0)" } ?? $0.bound.address.text))" }
    }

    private static func isSame(_ bound: BoundSocket, _ configured: ListenAddress) -> Bool {
        switch configured {
        case .unix(let path): return bound.path == path
        case .tcp(let host, let port):
            guard bound.path == nil, Int(bound.address.port) == port else { return false }
            let address = bound.address.unmapped
            // systemd's `ListenStream=80` is `[::]:80`, which takes IPv4 too.
            if host.isEmpty { return address.high == 0 && address.low == 0 }
            return SocketAddress(literal: host, port: address.port)?.unmapped.at(port: address.port)
                == SocketAddress(family: address.family, high: address.high, low: address.low, port: address.port)
        }
    }
}
