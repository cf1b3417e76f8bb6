/// Walks over the places of one byte in a line, 64 bytes at a time.
///
/// For lines of many short fields: to search each field anew costs more than to note once where all of them end
/// (docs/performance.md has the figures). Every place lies inside the range asked for; behind the last one comes the end.
struct DelimiterScan {
    private let byte: UInt8
    private let end: Int
    private var base: Int
    /// The places that are not taken yet, of the 64 from `base`.
    private var mask: UInt64
    /// Where the next field begins.
    private(set) var at: Int

    @inline(__always)
    init(_ byte: UInt8, _ bytes: borrowing Span<UInt8>, from start: Int, to end: Int) {
        self.byte = byte
        self.end = end
        self.base = start
        self.at = start
        self.mask = ByteScan.mask(of: byte, in: bytes, from: start, to: end)
    }

    /// The next place of the byte; the end behind the last.
    @inline(__always)
    mutating func next(_ bytes: borrowing Span<UInt8>) -> Int {
        // A new value and not a change in place: what a call may change is not held in registers.
        if self.mask == 0 { self = self.filled(bytes) }
        guard self.mask != 0 else { return self.end }
        let place = self.base &+ self.mask.trailingZeroBitCount
        self.mask &= self.mask &- 1
        return place
    }

    /// Leaves out places before this one, as far as they are among the 64 that were looked at.
    @inline(__always)
    mutating func drop(before place: Int) {
        let count = place &- self.base
        guard count > 0 else { return }
        self.mask = count < 64 ? self.mask & (UInt64.max &<< UInt64(truncatingIfNeeded: count)) : 0
    }

    @inline(never)
    private func filled(_ bytes: borrowing Span<UInt8>) -> DelimiterScan {
        var scan = self
        while scan.mask == 0, scan.end &- scan.base > 64 {
            scan.base &+= 64
            scan.mask = ByteScan.mask(of: scan.byte, in: bytes, from: scan.base, to: scan.end)
        }
        return scan
    }

    /// Up to the next place, which is taken too; empty at the end.
    @inline(__always)
    mutating func field(_ bytes: borrowing Span<UInt8>) -> Slice {
        let place = self.next(bytes)
        let field = Slice(self.at, place)
        self.at = min(self.end, place &+ 1)
        return field
    }
}
