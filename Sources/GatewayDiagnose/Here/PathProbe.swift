internal import GatewayBytes
internal import GatewayReactor

/// Traces the way to an address with TCP connections that may pass ever more routers, and one ICMP echo.
///
/// Works without being root: the kernel keeps what routers say (IP_RECVERR). Blocks its thread. Not responsible for
/// what the way means.
final class PathProbe {
    private let loop: EventLoop

    private static let mostHops = 20
    /// So many connections at a time: only the last of them can reach the server.
    private static let width = 5
    private static let patience: UInt64 = 700_000_000
    /// Routers that say nothing, one after the other, until it is enough.
    private static let mostSilent = 8

    init(loop: EventLoop) { self.loop = loop }

    func look(at address: SocketAddress, until end: UInt64) -> PathFacts {
        var facts = PathFacts(address)
        facts.began = EventLoop.monotonicNanoseconds
        self.trace(&facts, until: end)
        facts.echo = self.echo(address, until: end)
        facts.ended = EventLoop.monotonicNanoseconds
        return facts
    }

    // MARK: - Trace

    private final class Attempt {
        let socket: Socket
        let target: SocketAddress
        let begun: UInt64
        var hop: PathFacts.Hop
        var isDone = false

        init(_ socket: consuming Socket, to target: SocketAddress, number: Int) {
            self.socket = socket
            self.target = target
            self.begun = EventLoop.monotonicNanoseconds
            self.hop = PathFacts.Hop(number: number)
        }
    }

    private func trace(_ facts: inout PathFacts, until end: UInt64) {
        var number = 1
        while number <= Self.mostHops, EventLoop.monotonicNanoseconds + Self.patience < end {
            var attempts: [Attempt] = []
            for hops in number..<min(number + Self.width, Self.mostHops + 1) {
                do throws(SystemError) {
                    let socket = try Socket.connecting(to: .address(facts.address), hops: Int32(hops))
                    let attempt = Attempt(socket, to: facts.address, number: hops)
                    try self.loop.register(attempt.socket, token: UInt64(hops))
                    attempts.append(attempt)
                } catch {
                    facts.problem = Errno.name(error.errno)
                    return
                }
            }
            self.wait(for: attempts)
            for attempt in attempts {
                facts.hops.append(attempt.hop)
                guard attempt.hop.end == nil else { return }
            }
            number += Self.width
            let silent = facts.hops.reversed().prefix { $0.reporter == nil }.count
            guard silent < Self.mostSilent, facts.circle.isEmpty else { return }
        }
    }

    private func wait(for attempts: [Attempt]) {
        let end = EventLoop.monotonicNanoseconds + Self.patience
        while attempts.contains(where: { !$0.isDone }) {
            let now = EventLoop.monotonicNanoseconds
            guard now < end else { return }
            for index in 0..<self.loop.wait(milliseconds: Int32(clamping: (end - now) / 1_000_000 + 1)) {
                let token = self.loop.event(index).token
                attempts.first { UInt64($0.hop.number) == token && !$0.isDone }.map(Self.take)
            }
        }
    }

    private static func take(_ attempt: Attempt) {
        let errno = attempt.socket.pendingError()
        attempt.isDone = true
        attempt.hop.milliseconds = Double(EventLoop.monotonicNanoseconds - attempt.begun) / 1_000_000
        if let said = attempt.socket.pathError() {
            attempt.hop.reporter = said.reporter
            if case .unreachable = said.kind { attempt.hop.end = .unreachable }
        } else if errno == 0 || errno == Errno.connectionRefused {
            attempt.hop.reporter = attempt.target
            attempt.hop.end = .reached
        } else {
            attempt.hop.milliseconds = nil
        }
    }

    // MARK: - Echo

    /// RFC 792, RFC 4443 §4.1: type, code, checksum and identifier (the kernel's), number, and what comes back.
    private static func question(_ family: SocketAddress.Family) -> [UInt8] {
        [family == .v6 ? 128 : 8, 0, 0, 0, 0, 0, 0, 1] + Array("goodgate".utf8)
    }

    private func echo(_ address: SocketAddress, until end: UInt64) -> PathFacts.Echo {
        guard let socket = try? Socket.echoing(to: address.at(port: 0)) else { return .notAllowed }
        let limit = min(end, EventLoop.monotonicNanoseconds + Self.patience)
        return self.answer(to: socket, question: Self.question(address.family), until: limit)
    }

    private func answer(to socket: borrowing Socket, question: [UInt8], until end: UInt64) -> PathFacts.Echo {
        let begun = EventLoop.monotonicNanoseconds
        var buffer = Buffer()
        buffer.append(question)
        guard (try? self.loop.register(socket, token: 0)) != nil, case .moved = socket.write(from: &buffer) else {
            return .silent
        }
        while true {
            buffer.clear()
            buffer.reserve(256)
            if case .moved = socket.read(into: &buffer) {
                return .answered(Double(EventLoop.monotonicNanoseconds - begun) / 1_000_000)
            }
            let now = EventLoop.monotonicNanoseconds
            guard now < end else { return .silent }
            _ = self.loop.wait(milliseconds: Int32(clamping: (end - now) / 1_000_000 + 1))
        }
    }
}
