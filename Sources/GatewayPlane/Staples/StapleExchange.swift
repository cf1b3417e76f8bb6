internal import GatewayBytes
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

/// One question to an OCSP responder over plain HTTP (RFC 6960 appendix A).
///
/// Blocks, for `patience` at most: it runs on the keeper's thread, never on a worker's.
struct StapleExchange: ~Copyable {
    private let deadline: UInt64
    private var bytes = Buffer()

    static let patience: UInt64 = 10_000_000_000
    /// More than any response has.
    private static let limit = 65_536
    private static let headLimits = HeadLimits(startLine: 1024, field: 4096, head: 8192, fieldCount: 64, interim: 0)

    init() { self.deadline = EventLoop.monotonicNanoseconds + Self.patience }

    /// The content of the answer.
    mutating func ask(_ address: ResponderAddress, _ question: [UInt8]) throws(StapleFailure) -> [UInt8] {
        var socket = try self.connect(address)
        defer { socket.close() }
        var request = Buffer()
        request.append(
            text: "POST \(address.path) HTTP/1.1\r\nHost: \(address.authority)\r\n"
                + "Content-Type: application/ocsp-request\r\nContent-Length: \(question.count)\r\n"
                + "Accept: application/ocsp-response\r\nConnection: close\r\n\r\n"
        )
        request.append(question)
        while !request.isEmpty {
            switch socket.write(from: &request) {
            case .moved: continue
            case .wouldBlock: try self.wait(socket, forWriting: true)
            case .ended: throw .noResponse
            case .failed(let errno): throw .connection(errno)
            }
        }
        return try self.answer(socket)
    }

    /// The first address that takes the connection.
    private func connect(_ address: ResponderAddress) throws(StapleFailure) -> Socket {
        let found: [SocketAddress]
        switch HostResolver.resolve(address.host, port: address.port) {
        case .success(let all): found = all
        case .failure(let error): throw .name(error.number)
        }
        var last = StapleFailure.name(0)
        for candidate in found {
            do throws(StapleFailure) { return try self.connect(candidate) } catch { last = error }
        }
        throw last
    }

    private func connect(_ candidate: SocketAddress) throws(StapleFailure) -> Socket {
        let socket: Socket
        do throws(SystemError) {
            socket = try Socket.connecting(to: .address(candidate))
        } catch {
            throw .connection(error.errno)
        }
        try self.wait(socket, forWriting: true)
        let errno = socket.pendingError()
        guard errno == 0 else { throw .connection(errno) }
        return socket
    }

    private func wait(_ socket: borrowing Socket, forWriting: Bool) throws(StapleFailure) {
        let now = EventLoop.monotonicNanoseconds
        guard now < self.deadline, socket.wait(forWriting: forWriting, milliseconds: (self.deadline - now) / 1_000_000)
        else { throw .timeout }
    }

    // MARK: - The answer

    private mutating func answer(_ socket: borrowing Socket) throws(StapleFailure) -> [UInt8] {
        while true {
            guard self.bytes.count < Self.limit else { throw .noResponse }
            self.bytes.reserve(4096)
            switch socket.read(into: &self.bytes) {
            case .moved: if let content = try self.content(isEnd: false) { return content }
            case .wouldBlock: try self.wait(socket, forWriting: false)
            case .ended:
                guard let content = try self.content(isEnd: true) else { throw .noResponse }
                return content
            case .failed(let errno): throw .connection(errno)
            }
        }
    }

    /// The content once it is whole; nil until then.
    ///
    /// Read anew with each piece: there are few, and the whole is small.
    private func content(isEnd: Bool) throws(StapleFailure) -> [UInt8]? {
        var head = ResponseHead()
        let content: [UInt8]?
        do throws(Fault) {
            content = try self.bytes.withSpan { bytes throws(Fault) in
                guard case .complete(let start) = try head.parse(bytes, limits: Self.headLimits, requestMethod: .post)
                else { return nil }
                guard head.status == 200 else { return [] }
                return try Self.body(bytes.extracting(start..<bytes.count), head.framing, isEnd: isEnd)
            }
        } catch {
            throw .noResponse
        }
        guard content == nil || head.status == 200 else { throw .status(head.status) }
        return content
    }

    private static func body(
        _ bytes: borrowing Span<UInt8>,
        _ framing: BodyFraming,
        isEnd: Bool
    ) throws(Fault) -> [UInt8]? {
        var decoder = BodyDecoder(framing: framing, side: .upstream)
        var trailers = FieldTable()
        var content: [UInt8] = []
        var position = 0
        while true {
            switch try decoder.next(bytes.extracting(position..<bytes.count), trailers: &trailers) {
            case .data(let offset, let count):
                for index in position + offset..<position + offset + count { content.append(bytes[index]) }
                position += offset + count
            case .needMore(let consumed):
                position += consumed
                return isEnd && framing == .untilClose ? content : nil
            case .end: return content
            }
        }
    }
}
