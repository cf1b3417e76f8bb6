/// Who set a value, so that an explanation of a failure can name the line to change.
public enum SettingOrigin: Hashable, Sendable, CustomStringConvertible {
    /// Nobody did: the built-in default applies.
    case builtIn
    /// A command-line flag, with its dashes (`--to`).
    case flag(String)
    case file(SourceLocation)

    /// `default`, `--to` or `goodgate.yaml:12`.
    public var description: String {
        switch self {
        case .builtIn: "default"
        case .flag(let name): name
        case .file(let place): "\(place.file):\(place.line)"
        }
    }

    /// The place in a file, when a file set it.
    public var location: SourceLocation? {
        switch self {
        case .builtIn, .flag: nil
        case .file(let place): place
        }
    }
}
