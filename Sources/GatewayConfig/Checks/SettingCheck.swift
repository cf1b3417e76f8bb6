/// What the checks of policies look at: which keys somebody wrote, and which of those were refused.
///
/// A key that was refused leaves its default behind, which says nothing about what was meant; so nothing that involves
/// it is judged.
struct SettingCheck {
    let configuration: Configuration
    private let refused: Set<String>

    init(_ configuration: Configuration, log: ProblemLog) {
        self.configuration = configuration
        self.refused = Set(log.problems.filter { $0.severity == .error }.map(\.key))
    }

    /// Who wrote a key; nil when nobody did or it was refused.
    func writer(of key: String) -> SettingOrigin? {
        guard !self.refused.contains(key) else { return nil }
        return self.configuration.origins[key]
    }

    /// The first of these keys that somebody wrote; nil when nobody wrote any or one of them was refused.
    func writer(of keys: [String]) -> (key: String, origin: SettingOrigin)? {
        guard self.refused.isDisjoint(with: keys) else { return nil }
        for key in keys {
            if let origin = self.configuration.origins[key] { return (key, origin) }
        }
        return nil
    }

    /// Whether something at or below a path was refused, so that what is missing there may have been meant.
    func hasTrouble(under path: String) -> Bool {
        self.refused.contains { key in
            guard key.hasPrefix(path) else { return false }
            let rest = key.dropFirst(path.count)
            return rest.isEmpty || rest.hasPrefix(".") || rest.hasPrefix("[")
        }
    }

    /// Says of each written key that it does nothing, unless the section has worse problems.
    func warn(_ names: [String], under path: String, into log: inout ProblemLog, because reason: String, fix: String) {
        for name in names {
            let key = "\(path).\(name)"
            guard let origin = self.writer(of: key), !self.hasTrouble(under: path) else { continue }
            log.warning(origin, key: key, "`\(name)` does nothing: \(reason)", fix: fix)
        }
    }
}
