public import GatewayFaults

/// One way in which a client misbehaves: the bytes it sends, and what a gateway must make of them.
///
/// The counterpart of `Scenario` for the other side of the gateway. Not responsible for sending: `DrillClient` does.
public struct ClientFault: Sendable, Hashable, CustomStringConvertible {
    public let name: String
    /// What the client does, in one sentence.
    public let summary: String
    /// The fault a gateway must see.
    public let provokes: Fault.Detail
    /// The status the client gets; nil where its connection ends with GOAWAY instead.
    public let expectedStatus: Int?
    /// The gateway setting it depends on.
    public let needs: Ask.Limit?
    /// True when the fault comes after a head that is in order, so that an upstream may have seen a part of the
    /// request.
    ///
    /// Of all others nothing may be forwarded.
    public let mayReachUpstream: Bool
    /// What is sent, and that an answer and then the end of the connection are waited for.
    public let request: DrillRequest

    public var description: String { self.name }

    init(
        _ name: String,
        _ summary: String,
        provokes detail: Fault.Detail,
        needs: Ask.Limit? = nil,
        mayReachUpstream: Bool = false,
        pieces: [DrillRequest.Piece]
    ) {
        self.name = name
        self.summary = summary
        self.provokes = detail
        self.expectedStatus = detail == .requestHTTP2Violation ? nil : detail.status
        self.needs = needs
        self.mayReachUpstream = mayReachUpstream
        self.request = DrillRequest(pieces, until: .end)
    }

    init(_ name: String, _ summary: String, provokes detail: Fault.Detail, _ text: String) {
        self.init(name, summary, provokes: detail, pieces: [DrillRequest.Piece(text)])
    }
}
