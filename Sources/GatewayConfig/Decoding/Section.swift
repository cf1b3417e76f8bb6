/// A mapping of the file whose keys are known, while it is being read.
struct Section {
    /// The path in the key table: `routes[].match`.
    let tablePath: String
    /// The path for people: `routes[1].match`.
    let path: String
    let origin: SettingOrigin
    let values: [String: ConfigurationNode]

    /// The path of one key, for people.
    func path(of name: String) -> String { self.path.isEmpty ? name : "\(self.path).\(name)" }

    func origin(of name: String) -> SettingOrigin { self.values[name]?.origin ?? self.origin }
}
