public import GatewayFaults
public import GatewayWire

/// Why a name has no address: what the resolver said, or that it said nothing.
public struct NameFailure: Error, Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
        /// No answer in time.
        case timedOut
        /// No name server could be asked at all.
        case unreachable
        /// A response code other than 0.
        case code(UInt16)
        /// The name exists and has no record of the wanted type.
        case noAddress
        /// The answer was no DNS message.
        case malformed
    }

    public var reason: Reason
    /// The resolver's own explanation (RFC 8914).
    public var errors: [ExtendedError]
    /// Who answered, or was asked last; empty when nobody was.
    public var server: String

    public init(_ reason: Reason, errors: [ExtendedError] = [], server: String = "") {
        self.reason = reason
        self.errors = errors
        self.server = server
    }

    /// The one place where response codes become faults.
    ///
    /// - Parameter limit: how long an answer was waited for.
    public func fault(limit milliseconds: UInt32) -> Fault {
        switch self.reason {
        case .timedOut: Self.fault(.dnsTimeout, Int32(clamping: milliseconds))
        case .noAddress: Self.fault(.dnsNoAddress, 0)
        case .unreachable, .malformed: Self.fault(.dnsOther, 0)
        case .code(2): Self.fault(.dnsServerFailure, 2)
        case .code(3): Self.fault(.dnsNameNotFound, 3)
        case .code(5): Self.fault(.dnsRefused, 5)
        case .code(let code): Self.fault(.dnsOther, Int32(code))
        }
    }

    private static func fault(_ detail: Fault.Detail, _ code: Int32) -> Fault {
        Fault(detail, side: .upstream, phase: .resolve, code: code)
    }

    /// `resolver 192.0.2.53:53 says SERVFAIL, EDE 22 (No Reachable Authority)`, for an incident.
    public var evidence: String {
        let who = self.server.isEmpty ? "the resolver" : "resolver \(self.server)"
        let said =
            switch self.reason {
            case .timedOut: "\(who) did not answer in time"
            case .unreachable: self.server.isEmpty ? "there is no name server to ask" : "\(who) cannot be reached"
            case .code(let code): "\(who) says \(DNSRcode.name(Int32(code)))"
            case .noAddress: "\(who) knows the name and has no address for it"
            case .malformed: "what \(who) sent is no DNS message"
            }
        return ([said] + self.errors.map(\.description)).joined(separator: ", ")
    }

    /// Which of two failures tells more: an error outweighs silence, and silence a plain "no", which may be half the truth.
    var weight: Int {
        switch self.reason {
        case .code(3): 1
        case .code: 5
        case .timedOut: 4
        case .malformed: 3
        case .noAddress: 2
        case .unreachable: 0
        }
    }
}
