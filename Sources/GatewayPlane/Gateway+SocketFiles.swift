internal import GatewayConfig
internal import GatewayReactor
internal import Synchronization

/// The files of Unix sockets: made with the socket, removed when nobody will answer there any more.
extension Gateway {
    /// The files under these listening addresses; those of a service manager are its own business.
    static func socketFiles(_ labels: [String], activated: Set<String>) -> [String: SocketFileIdentity] {
        var files: [String: SocketFileIdentity] = [:]
        for label in labels where !activated.contains(label) {
            files[label] = Self.path(label).flatMap { SocketFile.identity($0) }
        }
        return files
    }

    private static func path(_ label: String) -> String? {
        label.hasPrefix("unix:") ? String(label.dropFirst("unix:".count)) : nil
    }

    /// Removes the files of these addresses, or all, unless another program has put its own there.
    func removeSocketFiles(_ labels: Set<String>? = nil) {
        let gone = self.state.withLock { state in
            let gone = state.socketFiles.filter { labels?.contains($0.key) ?? true }
            for label in gone.keys { state.socketFiles[label] = nil }
            return gone
        }
        for (label, identity) in gone { Self.path(label).map { SocketFile.remove($0, if: identity) } }
    }

    /// They belong to the program that takes over.
    func leaveSocketFiles() { self.state.withLock { $0.socketFiles = [:] } }

    /// Gives the files of listeners that stay the permissions that are now configured.
    func setSocketModes(_ configuration: Configuration) {
        let own = self.state.withLock { Set($0.socketFiles.keys) }
        for listener in configuration.listeners {
            guard case .unix(let path) = listener.address, let mode = listener.fileMode,
                own.contains(listener.address.description)
            else { continue }
            // It was allowed when the file was made by this very user; if not any more, the old ones stay.
            try? SocketFile.setMode(mode, of: path)
        }
    }
}
