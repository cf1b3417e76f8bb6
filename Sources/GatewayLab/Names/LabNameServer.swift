import NIOCore
import NIOPosix
import Synchronization

/// A name server that does what it is told, over UDP and TCP on one port of this machine.
///
/// `stop` must be called, unless it runs on the event loops of somebody who is stopped.
public final class LabNameServer: Sendable {
    public let host: String
    public let port: Int
    private let zone: NameZone
    private let channels: [any Channel]
    private let ownGroup: MultiThreadedEventLoopGroup?
    private let isStopped = Atomic<Bool>(false)

    /// `127.0.0.1:5353`, as a resolver's configuration has it.
    public var address: String { "\(self.host):\(self.port)" }

    /// Opens a port, on a thread of its own; 0 lets the system choose.
    public static func start(
        host: String = "127.0.0.1",
        port: Int = 0,
        isAuthoritative: Bool = false
    ) async throws -> LabNameServer {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let zone = NameZone(isAuthoritative: isAuthoritative)
        do {
            return try await LabNameServer.open(host: host, port: port, zone: zone, group: group, ownGroup: group)
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
    }

    static func open(
        host: String,
        port wanted: Int = 0,
        zone: NameZone = NameZone(),
        group: MultiThreadedEventLoopGroup,
        ownGroup: MultiThreadedEventLoopGroup? = nil
    ) async throws -> LabNameServer {
        var refusals = 0
        while true {
            let tcp = try await self.listener(zone, group).bind(host: host, port: wanted).get()
            let port = tcp.localAddress?.port ?? 0
            do {
                let udp = try await DatagramBootstrap(group: group)
                    .channelInitializer { $0.pipeline.addHandler(NameDatagramHandler(zone: zone)) }
                    .bind(host: host, port: port).get()
                return LabNameServer(host: host, port: port, zone: zone, channels: [tcp, udp], ownGroup: ownGroup)
            } catch {
                // Somebody else's datagrams go there: another number.
                try? await tcp.close()
                refusals += 1
                guard wanted == 0, refusals < 10 else { throw error }
            }
        }
    }

    private static func listener(_ zone: NameZone, _ group: MultiThreadedEventLoopGroup) -> ServerBootstrap {
        ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(NameStreamHandler(zone: zone))
                }
            }
    }

    private init(
        host: String,
        port: Int,
        zone: NameZone,
        channels: [any Channel],
        ownGroup: MultiThreadedEventLoopGroup?
    ) {
        self.host = host
        self.port = port
        self.zone = zone
        self.channels = channels
        self.ownGroup = ownGroup
    }

    /// From now on the first question for `name` gets the first act, and all after the last one get that.
    public func set(_ name: String, _ acts: NameAct...) { self.zone.set(name, acts) }

    func set(_ name: String, _ acts: [NameAct]) { self.zone.set(name, acts) }

    /// Questions for `name` of type A, AAAA, PTR or SRV since it was set; a repeated question counts again.
    public func count(of name: String, type: UInt16 = 1) -> Int { self.zone.count(of: name, type: type) }

    /// Closes both sockets; a second time does nothing.
    public func stop() async {
        guard !self.isStopped.exchange(true, ordering: .acquiringAndReleasing) else { return }
        for channel in self.channels { try? await channel.close() }
        try? await self.ownGroup?.shutdownGracefully()
    }
}

/// Answers datagrams.
private final class NameDatagramHandler: ChannelInboundHandler, Sendable {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    private let zone: NameZone
    init(zone: NameZone) { self.zone = zone }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = self.unwrapInboundIn(data)
        let query = Array(envelope.data.readableBytesView)
        guard let question = NameBytes.question(query),
            let reply = self.zone.reply(to: query, question, overTCP: false)
        else { return }
        let answer = AddressedEnvelope(remoteAddress: envelope.remoteAddress, data: ByteBuffer(bytes: reply))
        context.writeAndFlush(self.wrapOutboundOut(answer), promise: nil)
    }
}

/// Answers queries on a connection, each behind its length (RFC 1035 §4.2.2).
private final class NameStreamHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let zone: NameZone
    private var received = ByteBuffer()

    init(zone: NameZone) { self.zone = zone }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var piece = self.unwrapInboundIn(data)
        self.received.writeBuffer(&piece)
        while let length = self.received.getInteger(at: self.received.readerIndex, as: UInt16.self),
            self.received.readableBytes >= 2 + Int(length)
        {
            self.received.moveReaderIndex(forwardBy: 2)
            let query = self.received.readBytes(length: Int(length)) ?? []
            guard let question = NameBytes.question(query) else { return context.close(promise: nil) }
            guard let reply = self.zone.reply(to: query, question, overTCP: true) else { continue }
            var framed = ByteBuffer()
            framed.writeInteger(UInt16(reply.count))
            framed.writeBytes(reply)
            context.writeAndFlush(self.wrapOutboundOut(framed), promise: nil)
        }
    }
}
