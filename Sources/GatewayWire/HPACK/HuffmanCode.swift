internal import GatewayBytes

/// The Huffman code of RFC 7541 Appendix B.
///
/// The code is canonical: lengths alone define it, so that codes and decoding states are computed once from them.
/// Decoding takes half an octet a step. Not responsible for where strings begin and end.
internal struct HuffmanCode: Sendable {
    internal static let shared = HuffmanCode()

    /// Bits of each symbol's code; the last symbol is EOS.
    private static let lengths: [UInt8] = [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28,
        28, 28, 28, 28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6,
        6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10, 13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
        7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6, 15, 5, 6, 5, 6, 5, 6, 6,
        6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28, 20, 22,
        20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23,
        22, 23, 23, 24, 22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22,
        23, 23, 20, 22, 22, 22, 23, 22, 22, 23, 26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25,
        19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22,
        25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26, 30,
    ]

    /// What four bits lead to from a state: the next state, perhaps a symbol on the way.
    private struct Step: Sendable, BitwiseCopyable {
        var next: UInt8 = 0
        var symbol: UInt8 = 0
        var emits = false
        /// The bits contain EOS.
        var fails = false
        /// A string may end here: what is left over is fewer than 8 bits, all ones.
        var mayEnd = false
    }

    private let codes: [UInt32]
    /// 16 for each of the 256 states, which are the inner nodes of the code's tree.
    private let steps: [Step]

    private init() {
        var codes = [UInt32](repeating: 0, count: 257)
        var tree = HuffmanTree()
        var code: UInt32 = 0
        var length: UInt8 = 0
        for symbol in (0..<257).sorted(by: { (Self.lengths[$0], $0) < (Self.lengths[$1], $1) }) {
            code <<= UInt32(Self.lengths[symbol] - length)
            length = Self.lengths[symbol]
            codes[symbol] = code
            tree.insert(symbol, code: code, length: Int(length))
            code += 1
        }
        self.codes = codes
        self.steps = Self.makeSteps(tree)
    }

    private static func makeSteps(_ tree: HuffmanTree) -> [Step] {
        var steps: [Step] = []
        for state in 0..<256 {
            for bits in 0..<16 {
                var step = Step()
                var node = state
                for shift in [3, 2, 1, 0] where !step.fails {
                    switch tree.child(node, bits >> shift & 1) {
                    case .node(let next): node = next
                    case .symbol(256): step.fails = true
                    case .symbol(let symbol):
                        step.symbol = UInt8(symbol)
                        step.emits = true
                        node = 0
                    }
                }
                step.next = UInt8(node)
                step.mayEnd = tree.isPadding(node)
                steps.append(step)
            }
        }
        return steps
    }

    /// Appends the text of `bytes[range]`.
    internal func decode(
        _ bytes: borrowing Span<UInt8>,
        _ range: Range<Int>,
        into buffer: inout Buffer
    ) throws(HPACKError) {
        // No code is shorter than 5 bits.
        buffer.reserve(range.count &* 8 / 5 &+ 1)
        var step = Step(mayEnd: true)
        for offset in range {
            let byte = Int(bytes[offset])
            step = self.steps[Int(step.next) &<< 4 | byte &>> 4]
            if step.emits { buffer.append(step.symbol) }
            if step.fails { throw .huffmanEndOfString }
            step = self.steps[Int(step.next) &<< 4 | byte & 15]
            if step.emits { buffer.append(step.symbol) }
            if step.fails { throw .huffmanEndOfString }
        }
        guard step.mayEnd else { throw .huffmanPadding }
    }

    /// Octets that `text` takes when coded.
    internal func count(_ text: borrowing Span<UInt8>) -> Int {
        var bits = 0
        for offset in text.indices { bits &+= Int(Self.lengths[Int(text[offset])]) }
        return (bits &+ 7) / 8
    }

    /// Appends `text` coded, padded with the beginning of EOS.
    internal func encode(_ text: borrowing Span<UInt8>, into block: inout Buffer) {
        var pending: UInt64 = 0
        var count = 0
        for offset in text.indices {
            let symbol = Int(text[offset])
            pending = pending &<< UInt64(Self.lengths[symbol]) | UInt64(self.codes[symbol])
            count &+= Int(Self.lengths[symbol])
            while count >= 8 {
                count &-= 8
                block.append(UInt8(truncatingIfNeeded: pending &>> UInt64(count)))
            }
        }
        guard count > 0 else { return }
        let padded = pending &<< UInt64(8 &- count) | (0xff &>> UInt64(count))
        block.append(UInt8(truncatingIfNeeded: padded))
    }
}
