/// What the namespaces of one run are called.
///
/// The names hold the process that made them and when it began, so that whoever finds them later can see whether it
/// still lives, and so that no two runs meet.
public struct NetworkNames: Sendable, Hashable {
    public let process: Int32
    /// When the process began, in clock ticks since the machine did: process numbers come again.
    public let began: UInt64

    public init(process: Int32, began: UInt64) {
        self.process = process
        self.began = began
    }

    private static let prefix = "goodgate-lab"
    private static let roles = ["visitor", "router", "site"]

    public var visitor: String { self.name("visitor") }
    public var router: String { self.name("router") }
    public var site: String { self.name("site") }
    public var all: [String] { Self.roles.map(self.name) }

    private func name(_ role: String) -> String { "\(Self.prefix)-\(self.process)-\(self.began)-\(role)" }

    /// The run that a namespace belongs to; nil for one that is not the lab's.
    public init?(of name: String) {
        guard name.hasPrefix(Self.prefix + "-") else { return nil }
        let parts = name.dropFirst(Self.prefix.utf8.count + 1).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, Self.roles.contains(String(parts[2])),
            let process = Int32(parts[0]), process > 0, let began = UInt64(parts[1])
        else { return nil }
        self.init(process: process, began: began)
        // Nothing is taken away that would not be written just so.
        guard self.all.contains(name) else { return nil }
    }
}
