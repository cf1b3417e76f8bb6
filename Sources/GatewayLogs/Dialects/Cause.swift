import GatewayFaults

/// Why an exchange failed, as a number: a fault of ours, and the row of the table of foreign names that told it.
struct Cause: Hashable, Sendable, BitwiseCopyable {
    /// The raw value of a `Fault.Detail`; 255 for none.
    var detailCode: UInt8
    /// 1 + the place of the row in `ForeignNames.all`; 0 where our own vocabulary was enough.
    var row: UInt16

    static var none: Cause { Cause(detailCode: 255, row: 0) }

    init(detailCode: UInt8, row: UInt16) {
        self.detailCode = detailCode
        self.row = row
    }

    init(_ detail: Fault.Detail, row: UInt16 = 0) {
        self.detailCode = detail.rawValue
        self.row = row
    }

    var detail: Fault.Detail? { Fault.Detail(rawValue: self.detailCode) }
    var isNone: Bool { self.detailCode == 255 && self.row == 0 }
}
