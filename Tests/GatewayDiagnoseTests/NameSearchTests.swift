import GatewayLab
import GatewayReactor
import GatewayWire
import Testing

@testable import GatewayDiagnose

/// Which addresses may be visited before everybody has answered, and what is found in the end.
@Suite(.timeLimit(.minutes(1))) struct NameSearchTests {
    private struct Outcome: Sendable {
        /// What was certain with the answers that were in.
        var certain: [String]
        var isDone: Bool
        var resolution: Resolution

        init(_ search: NameSearch) {
            self.certain = search.certain.map(\.text)
            self.isDone = search.isDone
            self.resolution = search.resolution
        }
    }

    /// - Parameter isEnough: ends the search, so that nobody waits for servers that say nothing.
    private static func search(
        _ own: [String],
        listed: [DNSAddress] = [],
        url: String = "http://app.test:8080/",
        until isEnough: @escaping @Sendable (NameSearch) -> Bool = { _ in false }
    ) async throws -> Outcome {
        let target = try Target(url)
        return try await WalkTests.onThread { () throws(SystemError) in
            let loop = try EventLoop()
            let end = EventLoop.monotonicNanoseconds + 60_000_000_000
            let search = NameSearch(target, own: own, given: [], listed: listed, loop: loop, until: end)
            while !isEnough(search), let wait = search.waitMilliseconds(now: EventLoop.monotonicNanoseconds) {
                for index in 0..<loop.wait(milliseconds: wait) { _ = search.take(loop.event(index)) }
                search.turn()
            }
            return Outcome(search)
        }
    }

    private static func hasCertain(_ search: NameSearch) -> Bool { !search.certain.isEmpty }

    /// - Parameter acts: what each server does with `app.test`.
    private static func withServers(
        _ acts: [NameAct],
        _ body: ([String]) async throws -> Void
    ) async throws {
        var servers: [LabNameServer] = []
        for act in acts {
            let server = try await LabNameServer.start()
            server.set("app.test", act)
            servers.append(server)
        }
        do {
            try await body(servers.map(\.address))
        } catch {
            for server in servers { await server.stop() }
            throw error
        }
        for server in servers { await server.stop() }
    }

    private static let records: NameAct = .records([.v4(192, 0, 2, 7)])

    @Test func anAddressOfTheFirstServerIsCertainWhileAnotherSaysNothing() async throws {
        try await Self.withServers([Self.records, .silence]) { servers in
            let outcome = try await Self.search(servers, until: Self.hasCertain)
            #expect(!outcome.isDone)
            #expect(outcome.certain == ["192.0.2.7:8080"])
        }
    }

    @Test func anAddressOfAnotherServerIsNotCertainBeforeTheFirstHasAnswered() async throws {
        try await Self.withServers([.silence, Self.records]) { servers in
            let outcome = try await Self.search(servers) { !$0.resolution.views.isEmpty }
            #expect(!outcome.isDone)
            #expect(outcome.resolution.views.map(\.server) == [servers[1]])
            #expect(outcome.certain.isEmpty)
        }
    }

    @Test func whatTheSecondServerSaysCountsWhenTheFirstFails() async throws {
        try await Self.withServers([.code(2), Self.records]) { servers in
            let outcome = try await Self.search(servers)
            #expect(outcome.isDone)
            #expect(outcome.certain == ["192.0.2.7:8080"])
            #expect(outcome.resolution.views.map(\.problem) == [.serverFailure, nil])
        }
    }

    @Test func oneFamilyDoesNotWaitForTheOther() async throws {
        try await Self.withServers([.silentForV6([.v4(192, 0, 2, 7)])]) { servers in
            let outcome = try await Self.search(servers, until: Self.hasCertain)
            #expect(!outcome.isDone)
            #expect(outcome.certain == ["192.0.2.7:8080"])
        }
    }

    @Test func ofManyAddressesOnlyThoseThatKeepTheirPlaceAreCertain() async throws {
        let many = (1...9).map { NameRecord.v4(192, 0, 2, UInt8($0)) }
        try await Self.withServers([.silentForV6(many)]) { servers in
            let outcome = try await Self.search(servers, until: Self.hasCertain)
            #expect(outcome.certain == (1...4).map { "192.0.2.\($0):8080" })
        }
        try await Self.withServers([.records(many)]) { servers in
            let outcome = try await Self.search(servers)
            #expect(outcome.certain == (1...8).map { "192.0.2.\($0):8080" })
        }
    }

    @Test func theHostsFileIsCertainAtOnceAndNameServersAreHeardAllTheSame() async throws {
        try await Self.withServers([Self.records]) { servers in
            let early = try await Self.search(servers, listed: [.v4(0x7F00_0001)], until: Self.hasCertain)
            #expect(!early.isDone)
            #expect(early.certain == ["127.0.0.1:8080"])
            let outcome = try await Self.search(servers, listed: [.v4(0x7F00_0001)])
            #expect(outcome.resolution.source == .hostsFile)
            #expect(outcome.resolution.addresses.map(\.text) == ["127.0.0.1:8080"])
            #expect(outcome.resolution.overridden.map(\.text) == ["192.0.2.7:8080"])
        }
    }

    @Test(arguments: [("http://192.0.2.1:81/", Resolution.Source.literal), ("http://localhost:81/", .hostsFile)])
    func whereNobodyIsAskedItIsDoneAtOnce(_ url: String, _ source: Resolution.Source) async throws {
        let outcome = try await Self.search(["192.0.2.53:53"], url: url)
        #expect(outcome.isDone)
        #expect(!outcome.certain.isEmpty)
        #expect(outcome.resolution.source == source)
    }
}
