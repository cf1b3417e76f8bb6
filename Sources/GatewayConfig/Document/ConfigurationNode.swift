/// A value as it stands in a file or on a command line, with its place.
///
/// Not responsible for meaning.
struct ConfigurationNode: Sendable {
    enum Content: Sendable {
        /// Nothing, `~` or `null`.
        case empty
        case text(String)
        case list([ConfigurationNode])
        case mapping([Entry])
    }

    struct Entry: Sendable {
        let key: String
        let keyOrigin: SettingOrigin
        let value: ConfigurationNode
    }

    let content: Content
    let origin: SettingOrigin

    /// For messages: what it is, in the operator's words.
    var kindWords: String {
        switch self.content {
        case .empty: "nothing"
        case .text(let text): text.quoted
        case .list: "a list"
        case .mapping: "a mapping"
        }
    }
}
