import GatewayFaults
import GatewayWire

/// What reading a body came to.
struct BodyRun: Equatable {
    enum End: Equatable {
        case incomplete
        /// Bytes of the body; whatever follows is not its own.
        case complete(bytes: Int)
        case fault(Fault.Detail, at: Int32)
    }

    var content = ""
    var trailers: [FieldSummary] = []
    var end = End.incomplete
}

/// Reads a body as a connection does: what was consumed is dropped, the rest stays for the next time.
///
/// - Parameter pieces: the sizes in which bytes come; the rest comes at once.
func readBody(
    _ bytes: [UInt8],
    framing: BodyFraming = .chunked,
    side: Fault.Side = .upstream,
    limits: BodyLimits = BodyLimits(),
    pieces: [Int] = []
) -> BodyRun {
    var run = BodyRun()
    var decoder = BodyDecoder(framing: framing, side: side, limits: limits)
    var trailers = FieldTable()
    var buffer: [UInt8] = []
    var (fed, consumed) = (0, 0)
    for size in pieces + [bytes.count] {
        let next = min(bytes.count, fed + size)
        buffer += bytes[fed..<next]
        fed = next
        do throws(Fault) {
            let drained = try drain(&decoder, &buffer, &trailers, &run)
            consumed += drained.count
            guard drained.isDone else { continue }
            run.end = .complete(bytes: consumed)
            return run
        } catch {
            precondition(error.side == side)
            precondition(error.phase == (side == .client ? .requestBody : .responseBody))
            run.end = .fault(error.detail, at: error.code)
            return run
        }
    }
    return run
}

extension BodyDecoder {
    /// The next step; a span of a temporary array would not outlive the expression in an expectation.
    mutating func step(_ bytes: [UInt8], _ trailers: inout FieldTable) throws(Fault) -> BodyStep {
        try self.next(bytes.span, trailers: &trailers)
    }
}

/// Takes steps until the decoder wants more bytes or is done.
private func drain(
    _ decoder: inout BodyDecoder,
    _ buffer: inout [UInt8],
    _ trailers: inout FieldTable,
    _ run: inout BodyRun
) throws(Fault) -> (count: Int, isDone: Bool) {
    var total = 0
    while true {
        switch try decoder.next(buffer.span, trailers: &trailers) {
        case .needMore(let consumed):
            buffer.removeFirst(consumed)
            return (total + consumed, false)
        case .data(let offset, let count):
            run.content += text(buffer, ByteRange(from: offset, to: offset + count))
            buffer.removeFirst(offset + count)
            total += offset + count
        case .end(let consumed):
            run.trailers = trailers.summary(buffer)
            precondition(decoder.isComplete)
            return (total + consumed, true)
        }
    }
}
