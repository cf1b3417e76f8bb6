import GatewayBytes
import Testing

@testable import GatewayReactor

/// A client and a server of TLS over one loopback connection, driven in turns by one thread.
struct TLSPair: ~Copyable {
    var client: Socket
    var server: Socket
    var clientEnd = TLSProgress.wantsRead
    var serverEnd = TLSProgress.wantsRead

    private init(_ pair: consuming Pair) {
        self.client = pair.client
        self.server = pair.server
    }

    static func shaken(
        client: TLSContext,
        server: TLSContext,
        name: String? = "shop.test",
        resuming earlier: TLSResumption? = nil
    ) throws -> TLSPair {
        BrokenPipeSignal.ignore()
        var pair = TLSPair(try Loopback.pair())
        let isClientSecure = pair.client.secure(with: client, name: name, resuming: earlier)
        let isServerSecure = pair.server.secure(with: server)
        #expect(isClientSecure && isServerSecure)
        try pair.shakeHands()
        return pair
    }

    /// Until both know how it ended.
    private mutating func shakeHands() throws {
        for _ in 0..<1000 {
            self.clientEnd = self.client.handshake()
            self.serverEnd = self.server.handshake()
            if Self.isOver(self.clientEnd), Self.isOver(self.serverEnd) { return }
            // Who failed says so with an alert: the other learns it from the socket.
            try self.waitForOne(server: !Self.isOver(self.serverEnd))
        }
        throw Loopback.TimedOut(waitingFor: "a handshake")
    }

    private borrowing func waitForOne(server: Bool) throws {
        let loop = try EventLoop()
        if server { try loop.register(self.server, token: 1) } else { try loop.register(self.client, token: 1) }
        _ = loop.wait(milliseconds: 5)
    }

    private static func isOver(_ progress: TLSProgress) -> Bool {
        switch progress {
        case .finished, .failed: true
        case .wantsRead, .wantsWrite: false
        }
    }
}

extension TLSContext {
    /// A server with these certificates.
    static func serving(
        _ issued: Authority.Issued...,
        change: (inout TLSServerSettings) -> Void = { _ in }
    ) throws -> TLSContext {
        var settings = TLSServerSettings(
            certificates: issued.map { TLSCertificateFiles(certificate: $0.certificate, key: $0.key) },
            tickets: TicketKeys()
        )
        change(&settings)
        return try TLSContext(server: settings)
    }

    /// A client that trusts the root of `authority` alone.
    static func trusting(
        _ authority: Authority,
        change: (inout TLSClientSettings) -> Void = { _ in }
    ) throws -> TLSContext {
        var settings = TLSClientSettings()
        settings.trust = .authorities(file: authority.root.certificate)
        change(&settings)
        return try TLSContext(client: settings)
    }
}
