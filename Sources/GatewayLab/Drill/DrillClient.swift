import NIOCore
import NIOPosix

#if canImport(Glibc)
import Glibc
#endif

/// A client that sends exactly the bytes it is given and reports exactly what came back.
///
/// For the drill and for end-to-end tests, where an HTTP library would correct the request and hide the ending.
public enum DrillClient {
    /// Sends a request to an address; never throws, because how it fails is the result.
    public static func send(_ request: DrillRequest, to address: LabAddress) async -> DrillExchange {
        let start = ContinuousClock.now
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let promise = loop.makePromise(of: DrillExchange.self)
        let bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(TimeAmount(request.timeLimit))
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = DrillHandler(request: request, start: start, promise: promise)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
        let connected: EventLoopFuture<any Channel> =
            switch address {
            case .tcp(let host, let port):
                bootstrap.channelOption(.tcpOption(.tcp_nodelay), value: 1).connect(host: host, port: port)
            case .unix(let path): bootstrap.connect(unixDomainSocketPath: path)
            }
        connected.whenFailure { error in
            var exchange = DrillExchange()
            exchange.ending = DrillClient.ending(ofConnect: error)
            exchange.endedAfter = start.duration(to: .now)
            promise.succeed(exchange)
        }
        // The promise never fails: both ways to complete it succeed.
        return (try? await promise.futureResult.get()) ?? DrillExchange()
    }

    static func isReset(_ code: CInt) -> Bool { code == ECONNRESET || code == EPIPE }

    private static func ending(ofConnect error: any Error) -> DrillExchange.Ending {
        switch error {
        case let error as IOError: .notConnected(error.errnoCode)
        case let error as NIOConnectionError:
            .notConnected(
                (error.connectionErrors.first?.error as? IOError)?.errnoCode
                    ?? (DrillClient.isTimeout(error.connectionErrors.first?.error) ? ETIMEDOUT : 0)
            )
        default: .notConnected(DrillClient.isTimeout(error) ? ETIMEDOUT : 0)
        }
    }

    private static func isTimeout(_ error: (any Error)?) -> Bool {
        guard case .connectTimeout = error as? ChannelError else { return false }
        return true
    }
}
