import Foundation
import GatewayLab
import GatewayReactor
import GatewayWire

/// A client of name servers on this thread, driven until a question has its answer.
final class Asker {
    struct TimedOut: Error {}

    private let loop: EventLoop
    let client: DNSClient
    private var questions: UInt64 = 0

    init(_ servers: [String], milliseconds: UInt32 = 3000, resolvConf: String = "/nonexistent") throws {
        self.loop = try EventLoop()
        let settings = DNSClient.Settings(servers: servers, milliseconds: milliseconds, resolvConf: resolvConf)
        self.client = DNSClient(loop: self.loop, settings: settings)
    }

    func ask(_ name: String, _ type: DNSType = .a) throws -> DNSClient.Answer {
        self.questions += 1
        self.client.ask(name, type, id: self.questions)
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            if let answer = self.client.takeAnswers().first { return answer }
            let count = self.loop.wait(milliseconds: self.client.waitMilliseconds(limit: 1000))
            for index in 0..<count { self.client.handle(self.loop.event(index)) }
            self.client.expire()
        }
        throw TimedOut()
    }

    /// The message that came, with whatever response code.
    func message(_ name: String, _ type: DNSType = .a) throws -> DNSMessage {
        let answer = try self.ask(name, type)
        guard case .message(let message) = answer.reply else { throw Unexpected(answer: "\(answer.reply)") }
        return message
    }

    struct Unexpected: Error { var answer: String }
}

/// Runs `body` on a thread of its own, which may block.
func onThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { done in
        Thread.detachNewThread { done.resume(with: Swift.Result { try body() }) }
    }
}

/// Runs `body` with name servers, which are stopped afterwards in every case.
func withNameServers(_ count: Int = 1, _ body: ([LabNameServer]) async throws -> Void) async throws {
    var servers: [LabNameServer] = []
    do {
        for _ in 0..<count { servers.append(try await LabNameServer.start()) }
        try await body(servers)
    } catch {
        for server in servers { await server.stop() }
        throw error
    }
    for server in servers { await server.stop() }
}
