/// A mapping of the file whose keys are known, while it is being read.
struct Section {
    /// The path in the key table: `routes[].match`.
    let tablePath: String
    /// The path for people: `routes[1].match`.
    let path: String
    let origin: SettingOrigin
    let values: [String: ConfigurationNode]
    /// Keys that refused ones were probably meant to be; when such a key is missing, that is not a second problem.
    let meant: Set<String>

    /// Whether a key is neither there nor refused under a wrong name.
    func lacks(_ name: String) -> Bool { self.values[name] == nil && !self.meant.contains(name) }

    /// The path of one key, for people.
    func path(of name: String) -> String { self.path.isEmpty ? name : "\(self.path).\(name)" }

    func origin(of name: String) -> SettingOrigin { self.values[name]?.origin ?? self.origin }
}
