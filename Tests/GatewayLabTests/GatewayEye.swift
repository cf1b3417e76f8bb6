import GatewayFaults
import GatewayWire

/// What the gateway's own parsers make of bytes, without a gateway around them.
///
/// Judges bytes only; what timers, sockets and configuration show is for the end-to-end tests.
enum GatewayEye {
    /// The fault in what an upstream sent, or `nil`.
    static func fault(inResponse bytes: [UInt8], closed: Bool, limits: BodyLimits = BodyLimits()) -> Fault.Detail? {
        do throws(Fault) {
            return try GatewayEye.read(response: bytes, closed: closed, limits: limits)
        } catch {
            return error.detail
        }
    }

    /// The fault in what a client sent, or `nil`.
    static func fault(inRequest bytes: [UInt8], limits: BodyLimits = BodyLimits()) -> Fault.Detail? {
        do throws(Fault) {
            var head = RequestHead()
            guard case .complete(let count) = try head.parse(bytes.span, limits: .request) else { return nil }
            var decoder = BodyDecoder(framing: head.framing, side: .client, limits: limits)
            _ = try GatewayEye.decode(Array(bytes[count...]), with: &decoder)
            return nil
        } catch {
            return error.detail
        }
    }

    private static func read(response bytes: [UInt8], closed: Bool, limits: BodyLimits) throws(Fault) -> Fault.Detail? {
        var rest = bytes
        var interim = 0
        var head = ResponseHead()
        while true {
            head = ResponseHead()
            guard case .complete(let count) = try head.parse(rest.span, limits: .response, requestMethod: .get) else {
                return closed ? Fault.headEndedEarly(rest.span).detail : nil
            }
            rest.removeFirst(count)
            guard head.isInterim else { break }
            interim += 1
            guard interim <= HeadLimits.response.interim else { return .interimFlood }
        }
        guard head.status != 101 else { return .switchUnexpected }
        var decoder = BodyDecoder(framing: head.framing, side: .upstream, limits: limits)
        let left = try GatewayEye.decode(rest, with: &decoder)
        if closed { try decoder.inputEnded() }
        return left > 0 ? .responseUnsolicited : nil
    }

    /// Reads a body; returns how many bytes come after it.
    private static func decode(_ bytes: [UInt8], with decoder: inout BodyDecoder) throws(Fault) -> Int {
        var trailers = FieldTable()
        var rest = bytes
        while true {
            switch try decoder.next(rest.span, trailers: &trailers) {
            case .needMore: return 0
            case .data(let offset, let count): rest.removeFirst(offset + count)
            case .end(let consumed): return rest.count - consumed
            }
        }
    }
}
