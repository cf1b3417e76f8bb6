internal import GatewayReactor

/// Tells the administrator once that the disk fails, and once that it works again.
struct DiskTrouble {
    private let path: String
    private let say: @Sendable (String) -> Void
    private var isSaid = false
    /// The directory was removed under us.
    private(set) var isGone = false

    init(path: String, say: @escaping @Sendable (String) -> Void) {
        self.path = path
        self.say = say
    }

    mutating func failed(_ what: StaticString, _ error: SystemError) {
        if error.errno == Errno.noEntry { self.isGone = true }
        guard !self.isSaid else { return }
        self.isSaid = true
        self.say(
            "the cache cannot \(what) in \(self.path) (\(Self.words(error))): requests are served without its disk"
        )
    }

    /// A file was written.
    mutating func ended() {
        guard self.isSaid else { return }
        self.isSaid = false
        self.say("the cache can write in \(self.path) again")
    }

    /// The name of an errno and what it means for a directory.
    static func words(_ error: SystemError) -> String {
        let meaning: String? =
            switch error.errno {
            case Errno.permissionDenied, Errno.notPermitted: "no permission"
            case Errno.noEntry: "it is not there"
            case Errno.noSpace: "the disk is full"
            case Errno.quotaExceeded: "the quota is used up"
            case Errno.readOnly: "the file system is read-only"
            case Errno.inputOutput: "the disk fails"
            case Errno.notADirectory: "no directory, or a symbolic link"
            case Errno.symbolicLink: "a symbolic link"
            case Errno.processFilesExhausted, Errno.systemFilesExhausted: "too many open files"
            // Default: the name says what it can.
            default: nil
            }
        return meaning.map { "\(Errno.name(error.errno)): \($0)" } ?? Errno.name(error.errno)
    }
}

extension DiskFolder.Refusal {
    var state: DiskReport.State {
        switch self {
        case .failed, .notPrivate: .unusable
        case .inUse: .waiting
        }
    }

    /// A line for the administrator.
    func text(_ path: String) -> String {
        switch self {
        case .failed(let error):
            "`cache.directory` \(path) cannot be used (\(error.call): \(DiskTrouble.words(error))): responses are kept "
                + "in memory only until it can; let the gateway's user write there, or name another directory"
        case .notPrivate:
            "`cache.directory` \(path) cannot be used: \(DiskFolder.name) in it belongs to somebody else, or others may "
                + "write into it; remove it, or give it to the gateway's user with mode 0700"
        case .inUse:
            "`cache.directory` \(path) is in use by another gateway: responses are kept in memory only until it ends"
        }
    }
}
