import GatewayConfig
import GatewayCore
import GatewayLab
import GatewayWire
import Synchronization
import Testing

@testable import GatewayPlane

/// The resolver's thread looks crawlers' addresses up.
@Suite(.timeLimit(.minutes(2))) struct CrawlerResolverTests {
    private static let google = DNSAddress.v4(0x42F9_4201)
    private static let name = "crawl-66-249-66-1.googlebot.com"

    /// Every finding that the resolver told.
    private final class Found: Sendable {
        private let all = Mutex<[DNSAddress: [CrawlerFinding]]>([:])

        func add(_ address: DNSAddress, _ finding: CrawlerFinding) {
            self.all.withLock { $0[address, default: []].append(finding) }
        }

        var addresses: Int { self.all.withLock { $0.count } }

        func findings(_ address: DNSAddress) -> [CrawlerFinding] { self.all.withLock { $0[address] ?? [] } }

        func first(_ address: DNSAddress) async throws -> CrawlerFinding? {
            let deadline = ContinuousClock.now + .seconds(20)
            while ContinuousClock.now < deadline {
                if let finding = self.findings(address).first { return finding }
                // Between two looks at a condition that has a deadline; the length decides nothing.
                try await Task.sleep(for: .milliseconds(2))
            }
            return nil
        }
    }

    private static func asking(
        _ server: LabNameServer,
        milliseconds: UInt32 = 2000,
        _ body: (NameResolver, Found) async throws -> Void
    ) async throws {
        let found = Found()
        let files = NameResolver.Files(resolvConf: "/nonexistent/resolv.conf", hosts: "/nonexistent/hosts")
        let resolver = try NameResolver(files: files, found: { found.add($0, $1) }, tell: { _ in })
        defer { resolver.stop() }
        resolver.watch([], .asking([server.address], milliseconds: milliseconds))
        try await body(resolver, found)
    }

    @Test func aCrawlerIsConfirmedInBothDirections() async throws {
        try await withNameServer { server in
            server.set(Self.google.reverseName, .records([.pointer(Self.name, ttl: 300)]))
            server.set(Self.name, .records([.v4(66, 249, 66, 1, ttl: 40)]))
            try await Self.asking(server) { resolver, found in
                resolver.verify(Self.google)
                let finding = try await found.first(Self.google)
                #expect(finding == .crawler(.google, name: Self.name, ttl: 40))
            }
            #expect(server.count(of: Self.google.reverseName, type: 12) == 1)
            #expect(server.count(of: Self.name, type: 28) == 0)
        }
    }

    @Test func anIPv6CrawlerIsConfirmed() async throws {
        let address = DNSAddress.v6(high: 0x2001_4860_4801_0000, low: 1)
        try await withNameServer { server in
            server.set(address.reverseName, .records([.pointer("six.googlebot.com")]))
            let bytes: [UInt8] = [0x20, 1, 0x48, 0x60, 0x48, 1] + [UInt8](repeating: 0, count: 9) + [1]
            server.set("six.googlebot.com", .records([.v6(bytes)]))
            try await Self.asking(server) { resolver, found in
                resolver.verify(address)
                let finding = try await found.first(address)
                #expect(finding == .crawler(.google, name: "six.googlebot.com", ttl: 30))
            }
        }
    }

    @Test func whatServersSayBadlyIsUnknownAndWhatTheyDenyIsAStranger() async throws {
        let acts: [(NameAct, CrawlerFinding)] = [
            (.records([.pointer("host.example")]), .stranger), (.records([]), .stranger), (.code(3), .stranger),
            (.code(2), .unknown), (.garbage, .unknown), (.silence, .unknown),
            // The forward direction does not exist.
            (.records([.pointer("liar.googlebot.com")]), .stranger),
            (.records((0..<60).map { .pointer("n\($0).googlebot.com") }), .stranger),
            (.truncated([.pointer("host.example")]), .stranger),
        ]
        try await withNameServer { server in
            for (number, act) in acts.enumerated() {
                server.set(DNSAddress.v4(UInt32(number)).reverseName, act.0)
            }
            try await Self.asking(server, milliseconds: 600) { resolver, found in
                for number in acts.indices { resolver.verify(.v4(UInt32(number))) }
                for (number, act) in acts.enumerated() {
                    let finding = try await found.first(.v4(UInt32(number)))
                    #expect(finding == act.1, "\(act.0)")
                }
            }
            #expect((0..<60).count { server.count(of: "n\($0).googlebot.com") > 0 } <= 4)
        }
    }

    /// Who asks for more than the table allows is answered at once.
    @Test func everyLookUpEndsAlsoWhenThereAreTooMany() async throws {
        try await withNameServer { server in
            for number in 0..<100 { server.set(DNSAddress.v4(UInt32(number)).reverseName, .silence) }
            try await Self.asking(server) { resolver, found in
                for number in 0..<100 { resolver.verify(.v4(UInt32(number))) }
                for number in 0..<100 {
                    let finding = try await found.first(.v4(UInt32(number)))
                    #expect(finding == .unknown)
                }
                #expect(found.addresses == 100)
            }
        }
    }

    @Test func otherServersInTheMiddleEndWhatWasAsked() async throws {
        try await withNameServer { silent in
            silent.set(Self.google.reverseName, .silence)
            try await Self.asking(silent, milliseconds: 60_000) { resolver, found in
                resolver.verify(Self.google)
                // The question is out before the servers change: both went through one queue.
                resolver.watch([], .asking([silent.address], milliseconds: 50_000))
                let finding = try await found.first(Self.google)
                #expect(finding == .unknown)
            }
        }
    }
}
