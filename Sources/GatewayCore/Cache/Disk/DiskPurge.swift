/// What is to be taken off the disk.
public enum DiskPurge: Equatable, Sendable {
    /// The number of a URL, whatever a trusted proxy said of its host.
    case url(UInt64)
    /// The number of a whole key: its responses, but not a search file, which is for errors only.
    case key(UInt64, url: UInt64)
    case tag(UInt64)
    case all

    public func means(_ record: DiskRecord) -> Bool {
        switch self {
        case .url(let url): record.url == url
        case .key(let key, _): record.key == key && record.kind == .response
        case .tag(let tag): record.tags.contains(tag)
        case .all: true
        }
    }
}
