import GatewayFaults
import GatewayWire

/// What reading a head came to, with everything in it as text, so that two parsers can be compared.
enum Outcome<Summary: Equatable & Sendable>: Equatable, Sendable {
    case needMore
    case complete(Summary)
    case fault(Fault.Detail, at: Int32)

    var isFault: Bool {
        if case .fault = self { true } else { false }
    }
}

struct FieldSummary: Equatable, Sendable {
    var name: String
    var value: String
    var known: KnownField
    var isHopByHop: Bool
}

struct RequestSummary: Equatable, Sendable {
    var bytes = 0
    var method = Method.other
    var methodText = ""
    var target = ""
    var form = TargetForm.origin
    var authority = ""
    var pathAndQuery = ""
    var path = ""
    var version = HTTPVersion.http11
    var framing = BodyFraming.none
    var isPersistent = true
    var expectsContinue = false
    var wantsUpgrade = false
    var fields: [FieldSummary] = []
}

struct ResponseSummary: Equatable, Sendable {
    var bytes = 0
    var status: UInt16 = 0
    var reason = ""
    var version = HTTPVersion.http11
    var framing = BodyFraming.none
    var isPersistent = true
    var keepAliveTimeout: UInt32?
    var isInterim = false
    var fields: [FieldSummary] = []
}

extension FieldTable {
    func summary(_ bytes: [UInt8]) -> [FieldSummary] {
        (0..<self.count).map { index in
            let slot = self[index]
            return FieldSummary(
                name: text(bytes, slot.name),
                value: text(bytes, slot.value),
                known: slot.known,
                isHopByHop: slot.isHopByHop
            )
        }
    }
}

extension RequestHead {
    /// Parses on and says what came of it.
    mutating func outcome(_ bytes: [UInt8], limits: HeadLimits = .request) -> Outcome<RequestSummary> {
        do throws(Fault) {
            switch try self.parse(bytes.span, limits: limits) {
            case .needMore: return .needMore
            case .complete(let count): return .complete(self.summary(bytes, count))
            }
        } catch {
            precondition(error.side == .client && error.phase == .requestHead)
            return .fault(error.detail, at: error.code)
        }
    }

    private func summary(_ bytes: [UInt8], _ count: Int) -> RequestSummary {
        RequestSummary(
            bytes: count,
            method: self.method,
            methodText: text(bytes, self.methodRange),
            target: text(bytes, self.target),
            form: self.form,
            authority: text(bytes, self.authority),
            pathAndQuery: text(bytes, self.pathAndQuery),
            path: text(bytes, self.path),
            version: self.version,
            framing: self.framing,
            isPersistent: self.isPersistent,
            expectsContinue: self.expectsContinue,
            wantsUpgrade: self.wantsUpgrade,
            fields: self.fields.summary(bytes)
        )
    }
}

extension ResponseHead {
    /// Parses on and says what came of it.
    mutating func outcome(
        _ bytes: [UInt8],
        to method: Method = .get,
        limits: HeadLimits = .response
    ) -> Outcome<ResponseSummary> {
        do throws(Fault) {
            switch try self.parse(bytes.span, limits: limits, requestMethod: method) {
            case .needMore: return .needMore
            case .complete(let count): return .complete(self.summary(bytes, count))
            }
        } catch {
            precondition(error.side == .upstream && error.phase == .responseHead)
            return .fault(error.detail, at: error.code)
        }
    }

    private func summary(_ bytes: [UInt8], _ count: Int) -> ResponseSummary {
        ResponseSummary(
            bytes: count,
            status: self.status,
            reason: text(bytes, self.reason),
            version: self.version,
            framing: self.framing,
            isPersistent: self.isPersistent,
            keepAliveTimeout: self.keepAliveTimeout,
            isInterim: self.isInterim,
            fields: self.fields.summary(bytes)
        )
    }
}

/// The outcome of bytes that came at once.
func readRequest(_ bytes: [UInt8], limits: HeadLimits = .request) -> Outcome<RequestSummary> {
    var head = RequestHead()
    return head.outcome(bytes, limits: limits)
}

/// The outcome of bytes that came at once.
func readResponse(
    _ bytes: [UInt8],
    to method: Method = .get,
    limits: HeadLimits = .response
) -> Outcome<ResponseSummary> {
    var head = ResponseHead()
    return head.outcome(bytes, to: method, limits: limits)
}
