import Foundation
import NIOCore
import NIOPosix

/// What a running lab occupies: threads with all their sockets, a directory for Unix sockets, and the addresses.
struct LabPremises: Sendable {
    let host: String
    let addresses: [String: LabAddress]
    /// Servers beside the peers of some scenarios.
    let neighbours: [String: LabAddress]
    let spells: [String: PeerSpell]
    let nameServer: LabNameServer?
    let group: MultiThreadedEventLoopGroup
    let directory: URL?
    let encrypted: LabTLSServer?
    /// Who signs the certificates of encrypted peers: a file.
    let authority: String?

    /// Gives everything back.
    ///
    /// An event loop that shuts down closes all sockets registered with it.
    func close() async {
        // Fails only when it was shut down before: then there is nothing left to do.
        try? await self.group.shutdownGracefully()
        self.encrypted?.stop()
        guard let directory = self.directory else { return }
        try? FileManager.default.removeItem(at: directory)
    }
}
