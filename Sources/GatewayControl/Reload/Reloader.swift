internal import GatewayConfig
public import GatewayPlane

/// Reads a gateway's configuration again and puts it in force when it is good.
///
/// An actor, so that a signal and a request at the same moment come one after the other. A bad configuration changes
/// nothing.
public actor Reloader {
    private let gateway: Gateway
    private let source: ConfigurationSource

    public init(gateway: Gateway, source: ConfigurationSource) {
        self.gateway = gateway
        self.source = source
    }

    /// What SIGHUP and `POST /reload` do.
    public func reload() -> ReloadOutcome {
        guard self.source.file != nil else {
            let message = "the gateway was started without a file, so there is nothing to read again"
            return .refused([Problem(.error, key: "--config", message: message, fix: "start it with `--config FILE`")])
        }
        switch self.source.load() {
        case .failure(let refused): return .refused(refused.problems)
        case .success(let loaded): return self.apply(loaded)
        }
    }

    private func apply(_ loaded: ConfigurationSource.Loaded) -> ReloadOutcome {
        let old = self.gateway.configuration
        let shown = Set(self.gateway.certificates.map(\.fingerprint))
        do throws(Gateway.StartError) {
            try self.gateway.reload(loaded.configuration, templates: loaded.templates)
        } catch {
            return .refused(error.problems.map { Problem(.error, key: "listen", message: $0) })
        }
        let difference = ConfigurationDifference(from: old, to: loaded.configuration)
        return .applied(
            generation: self.gateway.generation,
            changes: difference.changes.map(\.description) + self.renewed(since: shown),
            notes: Self.restartNotes(from: old, to: loaded.configuration),
            warnings: loaded.warnings
        )
    }

    /// Certificates that were not shown before: their files may have changed under the same names.
    private func renewed(since shown: Set<String>) -> [String] {
        self.gateway.certificates.filter { !shown.contains($0.fingerprint) }.map {
            "listener \($0.listener) certificate \($0.subject) is new"
        }
    }

    /// Threads, the admin listener and the recorder are made once.
    private static func restartNotes(from old: Configuration, to new: Configuration) -> [String] {
        var keys: [String] = []
        if old.workers != new.workers { keys.append("workers") }
        if old.admin?.address != new.admin?.address || old.admin?.token != new.admin?.token { keys.append("admin") }
        if old.recorderCapacity != new.recorderCapacity { keys.append("recorder.capacity") }
        return keys.map { "a change of `\($0)` takes effect when the gateway is started anew" }
    }
}
