import GatewayConfig
import GatewayPlane
import GatewayReactor
import Synchronization

/// A configuration whose one route keeps responses.
func cachingConfiguration(
    to port: Int,
    policy: CachePolicy = CachePolicy(),
    memory: UInt64 = 64 << 20,
    workers: Int = 1,
    timeouts: Timeouts = .generous
) -> Configuration {
    var configuration = configuration(to: [.local(port)], timeouts: timeouts, retryAttempts: 0)
    configuration.routes[0].cache = policy
    configuration.routes[0].wait.longest = .off
    configuration.cacheStore.memory = memory
    configuration.workers = workers
    return configuration
}

/// An origin that answers every request with what a closure says, and can stop doing so.
final class Origin: Sendable {
    let upstream: TestUpstream
    private let broken = Atomic<Bool>(false)

    /// From now on every connection is reset.
    func breakDown() { self.broken.store(true, ordering: .releasing) }

    private var isBroken: Bool { self.broken.load(ordering: .acquiring) }

    /// - Parameter answer: gets the request and how many came before it; nil closes the connection.
    init(_ answer: @escaping @Sendable (Message, Int) throws -> [UInt8]?) throws {
        let box = Box()
        let counter = Counter()
        self.upstream = try TestUpstream { peer, _, upstream in
            while let request = try? peer.message() {
                if box.origin?.isBroken == true { return peer.reset() }
                let number = counter.next()
                upstream.note(request)
                guard let bytes = try answer(request, number) else { return peer.close() }
                try peer.send(bytes)
            }
        }
        box.origin = self
    }

    /// A 200 with these field lines.
    static func ok(_ content: String, _ fields: String...) -> [UInt8] { Self.ok(Array(content.utf8), fields) }

    static func ok(_ content: [UInt8], _ fields: [String]) -> [UInt8] {
        let lines = fields.map { $0 + "\r\n" }.joined()
        return Array("HTTP/1.1 200 OK\r\nContent-Length: \(content.count)\r\n\(lines)\r\n".utf8) + content
    }

    var port: Int { self.upstream.port }
    var requests: [Message] { self.upstream.requests }
    func stop() { self.upstream.stop() }

    private final class Box: Sendable {
        private let held = Mutex<Origin?>(nil)
        var origin: Origin? {
            get { self.held.withLock { $0 } }
            set { self.held.withLock { $0 = newValue } }
        }
    }

    private final class Counter: Sendable {
        private let count = Mutex(0)
        func next() -> Int {
            self.count.withLock {
                $0 += 1
                return $0 - 1
            }
        }
    }
}

extension Peer {
    /// One request without content, and its answer.
    func ask(_ target: String, _ fields: String..., method: String = "GET", version: String = "1.1") throws -> Message {
        let lines = fields.map { $0 + "\r\n" }.joined()
        try self.send("\(method) \(target) HTTP/\(version)\r\nHost: a\r\n\(lines)\r\n")
        return try self.finalResponse(answering: method)
    }
}
