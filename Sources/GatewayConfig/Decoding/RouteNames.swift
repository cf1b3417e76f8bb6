/// Gives every route a name that no other has.
struct RouteNames {
    private var taken: [String: SettingOrigin] = [:]
    /// The number that the next route of a name gets, so that many of a kind do not each count from the start.
    private var next: [String: Int] = [:]

    /// Takes a name that the operator chose.
    ///
    /// Returns who has it already, if anybody.
    mutating func claim(_ name: String, origin: SettingOrigin) -> SettingOrigin? {
        if let other = self.taken[name] { return other }
        self.taken[name] = origin
        return nil
    }

    /// A name made of host and path, so that it stays the same when routes are put in another order.
    mutating func made(for match: RouteMatch) -> String {
        let host = match.hosts.first.map(\.description) ?? ""
        let method = match.methods.first.map { "\($0)-" } ?? ""
        let whole = method + host + (match.pathPrefix ?? "")
        let base = whole.isEmpty ? "any" : String(whole.prefix(120))
        var name = base
        var number = self.next[base] ?? 2
        while self.taken[name] != nil {
            name = "\(base)-\(number)"
            number += 1
        }
        self.next[base] = number
        self.taken[name] = .builtIn
        return name
    }
}
