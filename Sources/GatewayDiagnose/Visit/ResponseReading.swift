internal import GatewayFaults
internal import GatewayWire

/// Reads one response from the bytes of a connection: pure, bounded, and never further than it has to.
///
/// Not responsible for the connection, nor for what the response means.
struct ResponseReading: ~Copyable {
    enum Step {
        case needMore
        case complete
        /// As much as is wanted; the connection cannot be used again.
        case enough
        case failed(Fault)
    }

    private let method: Method
    private let limits: VisitLimits
    private var head = ResponseHead()
    private var body: BodyDecoder?
    private var trailers = FieldTable()
    private(set) var response: VisitResponse?
    private(set) var interim = 0
    /// Whether the connection can be used again after it.
    private(set) var isPersistent = false

    init(method: Method, limits: VisitLimits) {
        self.method = method
        self.limits = limits
    }

    var hasHead: Bool { self.body != nil }

    /// Looks at what has come.
    ///
    /// - Returns: how many bytes are done with, and what to do.
    mutating func take(_ bytes: borrowing Span<UInt8>) -> (consumed: Int, step: Step) {
        var offset = 0
        do throws(Fault) {
            while !self.hasHead {
                let rest = bytes.extracting(offset..<bytes.count)
                let progress = try self.head.parse(rest, limits: .response, requestMethod: self.method)
                guard case .complete(let count) = progress else { return (offset, .needMore) }
                if self.head.isInterim {
                    self.interim += 1
                    guard self.interim <= HeadLimits.response.interim else {
                        throw Fault(.interimFlood, side: .upstream, phase: .responseHead, code: Int32(self.interim))
                    }
                    self.head.reset()
                } else {
                    self.keep(rest, count)
                    self.body = BodyDecoder(framing: self.head.framing, side: .upstream)
                }
                offset += count
            }
            return try self.takeBody(bytes, from: offset)
        } catch {
            return (offset, .failed(error))
        }
    }

    private mutating func keep(_ bytes: borrowing Span<UInt8>, _ count: Int) {
        var response = VisitResponse(status: self.head.status)
        response.version = self.head.version
        response.reason = Self.text(bytes, self.head.reason)
        response.framing = self.head.framing
        response.headBytes = count
        for index in 0..<self.head.fields.count {
            let slot = self.head.fields[index]
            response.fields.append(VisitResponse.Field(Self.text(bytes, slot.name), Self.text(bytes, slot.value)))
        }
        self.isPersistent = self.head.isPersistent && self.head.status != 101
        self.response = response
    }

    private static func text(_ bytes: borrowing Span<UInt8>, _ range: ByteRange) -> String {
        String(decoding: range.offsets.map { bytes[$0] }, as: UTF8.self)
    }

    private mutating func takeBody(
        _ bytes: borrowing Span<UInt8>,
        from start: Int
    ) throws(Fault) -> (consumed: Int, step: Step) {
        guard var body = self.body else { return (start, .needMore) }
        defer { self.body = body }
        var offset = start
        while true {
            switch try body.next(bytes.extracting(offset..<bytes.count), trailers: &self.trailers) {
            case .needMore(let consumed): return (offset + consumed, .needMore)
            case .end(let consumed):
                self.response?.isComplete = true
                return (offset + consumed, .complete)
            case .data(let at, let count):
                self.keepContent(bytes, from: offset + at, count: count)
                offset += at + count
                guard body.received < UInt64(self.limits.content) else {
                    self.response?.isCut = true
                    self.isPersistent = false
                    return (offset, .enough)
                }
            }
        }
    }

    private mutating func keepContent(_ bytes: borrowing Span<UInt8>, from start: Int, count: Int) {
        let room = self.limits.kept - (self.response?.content.count ?? 0)
        for offset in start..<start + min(room, count) { self.response?.content.append(bytes[offset]) }
        self.response?.contentBytes += UInt64(count)
    }

    /// The peer will send nothing more.
    ///
    /// - Returns: the fault, unless the end was the content's end.
    mutating func ended(reset: Bool, errno: Int32, hasBytes: Bool, isReused: Bool) -> Fault? {
        guard var body = self.body else {
            let detail: Fault.Detail =
                switch (hasBytes, reset, isReused) {
                case (true, true, _): .resetInsideHead
                case (true, false, _): .closedInsideHead
                case (false, true, true): .resetOnReuse
                case (false, false, true): .closedOnReuse
                case (false, true, false): .resetBeforeHead
                case (false, false, false): .closedBeforeHead
                }
            return Fault(detail, side: .upstream, phase: .responseHead, code: errno)
        }
        if reset { return Fault(.resetInsideBody, side: .upstream, phase: .responseBody, code: errno) }
        do throws(Fault) {
            try body.inputEnded()
            self.response?.isComplete = true
            self.body = body
            return nil
        } catch {
            return error
        }
    }
}
