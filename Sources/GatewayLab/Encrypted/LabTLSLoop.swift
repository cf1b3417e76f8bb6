import GatewayBytes
import GatewayReactor

/// The thread of `LabTLSServer`: its listeners, and the connections that they accepted.
///
/// Whoever accepts the certificate gets a proper answer to each request head. Bounded in connections and in time.
final class LabTLSLoop {
    struct End: Sendable {}

    let mailbox: Mailbox<End>
    private let loop: EventLoop
    private let most: Int
    private let longest: UInt64
    private var fronts: [UInt64: LabTLSFront] = [:]
    private var guests: [UInt64: LabTLSGuest] = [:]
    private var next: UInt64 = 0

    init(_ options: LabOptions) throws(SystemError) {
        self.loop = try EventLoop()
        self.mailbox = Mailbox(waker: self.loop.waker)
        self.most = options.maximumConnections
        self.longest = UInt64(clamping: options.idleLimit.components.seconds) * 1_000_000_000
    }

    /// - Returns: the port.
    func open(host: String, port: Int, context: TLSContext) throws -> Int {
        guard let address = SocketAddress(literal: host, port: UInt16(clamping: port)) else {
            throw LabError.notLoopback(host)
        }
        let front = LabTLSFront(try Listener(.address(address), shared: false), context)
        self.next += 1
        try self.loop.register(front.listener, token: self.next)
        self.fronts[self.next] = front
        return Int(front.listener.address.port)
    }

    func run() {
        while true {
            let count = self.loop.wait(milliseconds: 1000)
            for index in 0..<count {
                let event = self.loop.event(index)
                if event.token == EventLoop.wakeToken { self.loop.acknowledgeWake() }
                if let front = self.fronts[event.token] { self.accept(front) }
                if let guest = self.guests[event.token], !guest.goOn() { self.guests[event.token] = nil }
            }
            guard self.mailbox.take().isEmpty else { break }
            let now = self.loop.now
            self.guests = self.guests.filter { now < $0.value.since + self.longest }
        }
        _ = self.mailbox.close()
        self.guests = [:]
        self.fronts = [:]
    }

    private func accept(_ front: LabTLSFront) {
        while case .client(let socket, _) = front.listener.accept() {
            guard self.guests.count < self.most else { continue }
            self.next += 1
            let guest = LabTLSGuest(socket, since: self.loop.now)
            guard guest.begin(front.context), (try? self.loop.register(guest.socket, token: self.next)) != nil else {
                continue
            }
            self.guests[self.next] = guest
        }
    }
}
