public import GatewayBytes
public import GatewayConfig
internal import GatewayFaults
internal import GatewayWire

/// How one check ended.
public enum CheckVerdict: Hashable, Sendable, BitwiseCopyable {
    case passed
    case failed(CheckFailure)
    /// The gateway could not ask: it lacks descriptors, ports or memory.
    case notAsked
}

/// One question by HTTP/1.1 to an endpoint, and the judgement of its answer as the bytes come.
///
/// Ends as early as it can: by the status, or as soon as the text is found. Not responsible for the connection, nor
/// for time.
public struct CheckExchange: ~Copyable, Sendable {
    private let statuses: [ClosedRange<Int>]
    private var search: TextSearch?
    private var head = ResponseHead()
    private var body: BodyDecoder?
    private var trailers = FieldTable()
    private var interims = 0

    /// Content in which the text must stand.
    private static let searched: UInt64 = 65_536

    public init(_ check: HealthCheck) {
        self.statuses = check.statuses
        if let text = check.bodyText, !text.isEmpty { self.search = TextSearch(Array(text.utf8)) }
    }

    /// The bytes of the question.
    ///
    /// - Parameter authority: the endpoint's own, which `check.host` replaces.
    public static func request(_ check: HealthCheck, authority: String) -> [UInt8] {
        Array(
            """
            GET \(check.path) HTTP/1.1\r
            Host: \(check.host ?? authority)\r
            User-Agent: goodgate-check\r
            Accept: */*\r
            Accept-Encoding: identity\r
            Connection: close\r
            \r

            """.utf8
        )
    }

    /// Whether a head is being waited for; else its content is.
    public var isInHead: Bool { self.body == nil }

    /// More bytes came.
    ///
    /// Those that were understood are consumed from `input`; nil asks for more.
    public mutating func received(_ input: inout Buffer) -> CheckVerdict? {
        do throws(Fault) {
            while self.body == nil {
                guard try self.readHead(&input) else { return nil }
                guard self.body != nil else { continue }
                let status = Int(self.head.status)
                guard self.statuses.contains(where: { $0.contains(status) }) else {
                    return .failed(.status(self.head.status))
                }
                guard self.search != nil else { return .passed }
            }
            return try self.readBody(&input)
        } catch {
            return .failed(.fault(error))
        }
    }

    /// The endpoint sends no more.
    public mutating func ended(_ input: borrowing Buffer) -> CheckVerdict {
        guard self.body != nil else { return .failed(.fault(input.withSpan { Fault.headEndedEarly($0) })) }
        do throws(Fault) {
            try self.body?.inputEnded()
        } catch {
            return .failed(.fault(error))
        }
        return .failed(.content)
    }

    /// Reads one head; true when it is complete, and `body` is set unless it was an interim one.
    private mutating func readHead(_ input: inout Buffer) throws(Fault) -> Bool {
        let progress = try self.head.parse(input.span, limits: .response, requestMethod: .get)
        guard case .complete(let bytes) = progress else { return false }
        input.consume(bytes)
        if self.head.isInterim {
            self.interims += 1
            guard self.interims <= HeadLimits.response.interim else {
                throw Fault(.interimFlood, side: .upstream, phase: .responseHead)
            }
            self.head.reset()
        } else {
            self.body = BodyDecoder(framing: self.head.framing, side: .upstream)
        }
        return true
    }

    private mutating func readBody(_ input: inout Buffer) throws(Fault) -> CheckVerdict? {
        guard var body = self.body else { return nil }
        defer { self.body = body }
        while true {
            let before = body.received
            switch try body.next(input.span, trailers: &self.trailers) {
            case .needMore(let consumed):
                input.consume(consumed)
                return nil
            case .data(let offset, let count):
                let wanted = Int(clamping: Self.searched - min(before, Self.searched))
                self.search?.read(input.span, offset..<offset + min(count, wanted))
                input.consume(offset + count)
                if self.search?.isFound == true { return .passed }
                guard body.received < Self.searched else { return .failed(.content) }
            case .end:
                return .failed(.content)
            }
        }
    }
}
