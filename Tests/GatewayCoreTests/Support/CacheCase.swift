import GatewayBytes
import GatewayConfig
import GatewayCore
import GatewayFaults
import GatewayWire
import Testing

/// A moment that the tests take for now: Sun, 06 Nov 1994 08:49:37 GMT.
let cacheWall: Int64 = 784_111_777
/// The monotonic clock at that moment.
let cacheNow: UInt64 = 1_000_000_000_000

/// A request and a response to it, as a cache sees them.
struct CacheCase: Sendable, CustomTestStringConvertible {
    var name: String
    var request: [String] = ["GET / HTTP/1.1", "Host: a"]
    var response: [String] = ["HTTP/1.1 200 OK", "Content-Length: 2"]
    var policy = CachePolicy()
    var delay: UInt32 = 0

    var testDescription: String { self.name }

    init(_ name: String, request: [String] = [], response: [String] = [], status: String = "200 OK") {
        self.name = name
        self.request += request
        self.response = ["HTTP/1.1 \(status)", "Content-Length: 2"] + response
    }

    static func text(_ lines: [String]) -> String { lines.map { $0 + "\r\n" }.joined() + "\r\n" }

    func withRequest<Result>(
        _ body: (borrowing RequestHead, borrowing Span<UInt8>) throws -> Result
    ) throws -> Result {
        var bytes = Buffer()
        bytes.append(text: Self.text(self.request))
        var head = RequestHead()
        guard case .complete = try head.parse(bytes.span, limits: .request) else { throw Incomplete(text: self.name) }
        return try body(head, bytes.span)
    }

    func withResponse<Result>(
        _ body: (borrowing ResponseHead, borrowing Span<UInt8>) throws -> Result
    ) throws -> Result {
        var bytes = Buffer()
        bytes.append(text: Self.text(self.response))
        var head = ResponseHead()
        guard case .complete = try head.parse(bytes.span, limits: .response, requestMethod: .get) else {
            throw Incomplete(text: self.name)
        }
        return try body(head, bytes.span)
    }

    var asked: Storability.Asked {
        get throws { try self.withRequest { Storability.Asked($0, $1) } }
    }

    func storability() throws -> Storability {
        let asked = try self.asked
        let moment = Storability.Moment(now: cacheNow, wall: cacheWall, delay: self.delay)
        return try self.withResponse { Storability(asked, $0, $1, CacheRules(self.policy), at: moment) }
    }

    func facts() throws -> StoredFacts {
        switch try self.storability() {
        case .store(let facts): return facts
        case .refuse(let refusal): throw Refused(refusal: refusal)
        }
    }

    /// The head as it is stored.
    func stored() throws -> StoredHead {
        var lines = Buffer()
        var date = Buffer()
        date.append("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n")
        try self.withResponse { StoredHead.append($0, $1, rules: RequestCase.rules, date: date, into: &lines) }
        return try StoredHead(lines)
    }

    struct Refused: Error { var refusal: Storability.Refusal }
}

extension UInt64 {
    /// Seconds after the moment of the tests.
    static func after(_ seconds: UInt64) -> UInt64 { cacheNow + seconds * 1_000_000_000 }
}
