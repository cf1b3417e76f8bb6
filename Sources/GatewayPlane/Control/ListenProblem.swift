internal import GatewayConfig
internal import GatewayReactor

/// Why an address cannot be listened on.
struct ListenProblem: Error {
    let call: String
    let errno: Int32

    func text(_ listener: GatewayConfig.Listener) -> String {
        let place = listener.origin == .builtIn ? "" : " (\(listener.origin))"
        let why =
            switch self.errno {
            case Errno.addressInUse: "another program listens there; stop it, or listen on another port"
            case Errno.permissionDenied: "no permission; ports below 1024 need CAP_NET_BIND_SERVICE"
            case Errno.addressNotAvailable: "this machine has no such address"
            case Errno.noEntry: "no such host or directory"
            default: "\(self.call) failed with \(Errno.name(self.errno))"
            }
        return "cannot listen on \(listener.address)\(place): \(why)"
    }
}

/// The file of a Unix socket that an earlier run left behind.
enum UnixSocketFile {
    /// Removes it when nobody answers there any more; a live server's socket stays.
    static func removeStale(_ path: String) {
        do throws(SystemError) {
            _ = try Socket.connecting(to: .unix(path: path))
        } catch {
            // Also what a connect to a file that is no socket gives: `remove` leaves such a file alone.
            if error.errno == Errno.connectionRefused { SocketFile.remove(path) }
        }
    }
}
