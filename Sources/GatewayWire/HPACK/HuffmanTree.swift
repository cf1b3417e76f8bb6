/// The tree of a prefix code, for computing decoding states; used once per process.
internal struct HuffmanTree {
    internal enum Child {
        case node(Int)
        case symbol(Int)
    }

    private var children: [[Child?]] = [[nil, nil]]
    /// Nodes that are reached by fewer than 8 ones: what padding may leave over.
    private var padding: Set<Int> = [0]

    internal mutating func insert(_ symbol: Int, code: UInt32, length: Int) {
        var node = 0
        for depth in 1..<length {
            let bit = Int(code >> UInt32(length - depth) & 1)
            if case .node(let next) = self.children[node][bit] {
                node = next
                continue
            }
            self.children.append([nil, nil])
            let next = self.children.count - 1
            self.children[node][bit] = .node(next)
            if bit == 1, depth < 8, self.padding.contains(node) { self.padding.insert(next) }
            node = next
        }
        self.children[node][Int(code & 1)] = .symbol(symbol)
    }

    /// The code is complete, so that every node has both children.
    internal func child(_ node: Int, _ bit: Int) -> Child {
        self.children[node][bit] ?? .symbol(256)
    }

    internal func isPadding(_ node: Int) -> Bool { self.padding.contains(node) }
}
