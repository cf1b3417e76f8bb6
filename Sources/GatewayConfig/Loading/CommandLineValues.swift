/// The values of command-line flags, as typed.
///
/// They win over a file; each given one replaces the file's key whole.
public struct CommandLineValues: Hashable, Sendable {
    /// `--to`: upstream servers of one route for everything.
    public var to: [String]
    public var listen: [String]
    public var workers: String?
    /// `--admin`: an address or `off`.
    public var admin: String?
    /// `--access-log`: `off`, `json` or `combined`.
    public var accessLog: String?

    public init(
        to: [String] = [],
        listen: [String] = [],
        workers: String? = nil,
        admin: String? = nil,
        accessLog: String? = nil
    ) {
        self.to = to
        self.listen = listen
        self.workers = workers
        self.admin = admin
        self.accessLog = accessLog
    }
}
