import Foundation
import GatewayLab
import Testing

/// Starting, stopping, and what is left afterwards.
///
/// Serial, because descriptors are counted for the whole process.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct LabLifeTests {
    private func unixDirectory(of lab: Lab) -> String? {
        guard case .unix(let path) = lab.address(of: "backlog-full") else { return nil }
        return URL(filePath: path).deletingLastPathComponent().path
    }

    @Test
    func stopRemovesTheUnixDirectory() async throws {
        let lab = try await Lab.start(options: quickOptions())
        let directory = try #require(self.unixDirectory(of: lab))
        #expect(FileManager.default.fileExists(atPath: directory))
        await lab.stop()
        #expect(!FileManager.default.fileExists(atPath: directory))
    }

    @Test
    func stopClosesEveryPort() async throws {
        let lab = try await Lab.start(options: quickOptions())
        let ports = Set(Scenarios.all.filter { $0.listensAs == .path }.compactMap { lab.port(of: $0.name) })
        let sockets = try self.listeningSockets().filter { ports.contains($0.value) }
        #expect(Set(sockets.values) == ports)
        await lab.stop()
        // The sockets and not the ports: another suite may listen on a port as soon as it is free. And those of this
        // process: a program that another suite starts has a copy of every descriptor until its exec.
        let held = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
        }
        #expect(held.filter { sockets[$0.replacing("socket:[", with: "").replacing("]", with: "")] != nil }.isEmpty)
    }

    /// The port of every TCP socket that listens on IPv4, by the socket's inode.
    private func listeningSockets() throws -> [String: Int] {
        var ports: [String: Int] = [:]
        // A file of /proc has no size, and is cut where the size decides how much is read.
        let file = try FileHandle(forReadingFrom: URL(filePath: "/proc/net/tcp"))
        let text = String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
        for line in text.split(separator: "\n").dropFirst() {
            let columns = line.split(separator: " ")
            guard columns.count > 9, columns[3] == "0A" else { continue }
            ports[String(columns[9])] = columns[1].split(separator: ":").last.flatMap { Int($0, radix: 16) }
        }
        return ports
    }

    @Test
    func stoppingTwiceIsHarmless() async throws {
        let lab = try await Lab.start(options: quickOptions())
        await lab.stop()
        await lab.stop()
    }

    @Test
    func takesPortsInOrder() async throws {
        let free = try await Lab.start(options: quickOptions())
        let first = free.httpPort
        await free.stop()
        var options = quickOptions()
        options.firstOwnPort = first
        // The ports behind a free one may be taken by anybody; then there is nothing to compare.
        guard let lab = try? await Lab.start(options: options) else { return }
        for (index, scenario) in Scenarios.all.enumerated() where scenario.listensAs == .path {
            #expect(lab.port(of: scenario.name) == first + index)
        }
        await lab.stop()
    }

    @Test
    func listensOnLoopbackOnly() async {
        await #expect(throws: LabError.notLoopback("0.0.0.0")) { try await Lab.start(host: "0.0.0.0") }
    }

    /// A kernel may have IPv6 and an interface without any address of it.
    private static var hasIPv6: Bool {
        let one = String(repeating: "0", count: 31) + "1"
        return (try? String(contentsOfFile: "/proc/net/if_inet6", encoding: .utf8))?.contains(one) == true
    }

    // Only where there is an address to listen on: containers often do without IPv6.
    @Test(.enabled(if: Self.hasIPv6))
    func listensOnIPv6() async throws {
        let lab = try await Lab.start(host: "::1", options: quickOptions())
        let exchange = await DrillClient.send(DrillRequest("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), to: lab.address)
        #expect(exchange.response?.status == 200)
        #expect(lab.address.description == "[::1]:\(lab.httpPort)")
        await lab.stop()
    }

    @Test(arguments: [("refused", LabError.notScripted("refused")), ("nonsense", .unknownScenario("nonsense"))])
    func refusesWhatCannotTakeTheMainPort(_ name: String, _ error: LabError) async {
        var options = quickOptions()
        options.everyRequest = name
        let asked = options
        await #expect(throws: error) { try await Lab.start(options: asked) }
    }

    @Test
    func resetForgets() async throws {
        try await withLab { lab in
            _ = await DrillClient.send(DrillRequest("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), to: lab.address)
            #expect(lab.counts() == ["ok": 1])
            lab.resetCounts()
            #expect(lab.counts().isEmpty)
            #expect(lab.requests(of: "ok").isEmpty)
        }
    }

    @Test
    func remembersTheLastRequestsOnly() async throws {
        var options = quickOptions()
        options.rememberedRequests = 2
        try await withLab(options) { lab in
            let text = (1...5).map { "GET /?\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
            _ = await DrillClient.send(DrillRequest(text, until: .answers(5)), to: lab.address)
            #expect(lab.counts() == ["ok": 5])
            #expect(lab.requests(of: "ok").map { $0.prefix(7) } == ["GET /?4", "GET /?5"])
        }
    }
}
