/// A name of files with `*`, `?` and `[…]`, as `include` takes it, for one part of a path.
struct FilePattern {
    private let pattern: [UInt8]

    init(_ text: some StringProtocol) { self.pattern = Array(text.utf8) }

    static func isPattern(_ text: some StringProtocol) -> Bool { text.contains { "*?[".contains($0) } }

    /// Whether a name fits as a whole.
    ///
    /// Goes back to the last `*` only, so that no pattern takes more than length times length steps.
    func fits(_ name: some StringProtocol) -> Bool {
        let name = Array(name.utf8)
        // As in a shell: a hidden file is named with its dot or not at all.
        if name.first == UInt8(ascii: "."), self.pattern.first != UInt8(ascii: ".") { return false }
        var at = 0
        var next = 0
        var star: (pattern: Int, name: Int)?
        while next < name.count {
            if at < self.pattern.count, self.pattern[at] == UInt8(ascii: "*") {
                star = (at, next)
                at += 1
            } else if let length = self.step(at, name[next]) {
                at += length
                next += 1
            } else if let back = star {
                star = (back.pattern, back.name + 1)
                at = back.pattern + 1
                next = back.name + 1
            } else {
                return false
            }
        }
        return self.pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    /// How much of the pattern stands for this byte; nil where it does not fit.
    private func step(_ at: Int, _ byte: UInt8) -> Int? {
        guard at < self.pattern.count else { return nil }
        switch self.pattern[at] {
        case UInt8(ascii: "?"): return 1
        case UInt8(ascii: "["):
            guard let close = self.pattern[at...].dropFirst(2).firstIndex(of: UInt8(ascii: "]")) else { break }
            return self.isIn(self.pattern[(at + 1)..<close], byte) ? close + 1 - at : nil
        default: break
        }
        return self.pattern[at] == byte ? 1 : nil
    }

    private func isIn(_ set: ArraySlice<UInt8>, _ byte: UInt8) -> Bool {
        let isNegative = set.first == UInt8(ascii: "!") || set.first == UInt8(ascii: "^")
        let set = Array(isNegative ? set.dropFirst() : set)
        var isFound = false
        for (index, member) in set.enumerated() {
            let isRange = index > 0 && index + 1 < set.count && member == UInt8(ascii: "-")
            isFound = isFound || (isRange ? set[index - 1] <= byte && byte <= set[index + 1] : member == byte)
        }
        return isFound != isNegative
    }
}
