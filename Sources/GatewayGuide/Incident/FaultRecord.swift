public import GatewayFaults

/// A fault by its stable names, as it is stored and sent.
public struct FaultRecord: Codable, Hashable, Sendable {
    public var detail: String
    public var side: String
    public var phase: String
    public var code: Int32
    /// The RFC 9209 type; told for readers that do not know our details.
    public var type: String
    /// What `code` counts.
    public var codeMeaning: String

    public init(_ fault: Fault) {
        self.detail = fault.detail.token
        self.side = fault.side.token
        self.phase = fault.phase.token
        self.code = fault.code
        self.type = fault.kind.token
        self.codeMeaning = fault.detail.codeMeaning.token
    }

    /// The fault, unless another version of the program wrote names that this one does not know.
    public var fault: Fault? {
        guard let detail = Fault.Detail(token: self.detail), let side = Fault.Side(token: self.side),
            let phase = Fault.Phase(token: self.phase)
        else { return nil }
        return Fault(detail, side: side, phase: phase, code: self.code)
    }
}
