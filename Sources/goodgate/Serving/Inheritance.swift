import Foundation
import GatewayPlane
import GatewayReactor

/// What the program before this one left to it: listening sockets and a line to it (`Upgrade` is the other side).
///
/// The order: this program gets ready and says so; the other one closes its admin address and says that it is our turn;
/// then we accept, and it finishes what it has. Where the line breaks before our turn, this program ends and the other
/// one goes on.
final class Inheritance: Sendable {
    /// How it is written in the environment.
    struct Note: Codable, Hashable {
        struct Socket: Codable, Hashable {
            var address: String
            var descriptor: Int32
            /// A service manager's; an older program does not say so.
            var isActivated: Bool?
        }

        /// The process that wrote it: the note is for its child and nobody else.
        var from: Int32
        var line: Int32
        var sockets: [Socket]
        /// The admin address as bound, so that port 0 stays the same port.
        var admin: String?
        var drained: [String]
    }

    static let variable = "GOODGATE_INHERIT"
    /// Bytes on the line.
    static let ready: UInt8 = 1
    static let yourTurn: UInt8 = 2

    let note: Note
    private let line: HandoverChannel
    /// Twice what the other side waits.
    private static let patience: Int32 = 20_000

    /// nil when this process was started in the usual way.
    init?(environment: [String: String] = ProcessInfo.processInfo.environment) {
        guard let text = environment[Self.variable],
            let note = try? JSONDecoder().decode(Note.self, from: Data(text.utf8)), note.from == getppid(),
            let line = try? HandoverChannel(inherited: note.line)
        else { return nil }
        self.note = note
        self.line = line
    }

    var listeners: [InheritedListener] {
        self.note.sockets.map {
            InheritedListener(
                configured: $0.address,
                descriptor: $0.descriptor,
                isActivated: $0.isActivated ?? false
            )
        }
    }

    /// nil where the admin API was off or on a Unix socket.
    var adminPort: Int? {
        guard let admin = self.note.admin, !admin.hasPrefix("unix:") else { return nil }
        return admin.split(separator: ":").last.flatMap { Int($0) }
    }

    /// Says that everything is ready, and waits for the turn.
    ///
    /// Blocks.
    ///
    /// - Throws: `Failure` when the turn does not come.
    func takeOver() throws {
        self.line.send(Self.ready)
        guard self.line.receive(milliseconds: Self.patience) == .byte(Self.yourTurn) else {
            throw Failure(.unavailable, "the program before this one goes on; nothing was taken over")
        }
    }
}
