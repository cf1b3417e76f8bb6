/// How the members of the line before began, in their order: a program writes the same ones in every line.
///
/// Where a member begins as the one before did at its place, its key is known by a comparison of words, and neither has
/// its end to be found nor its name to be looked up.
struct JSONShape: Sendable {
    /// `"key":"` or `"key":`, of which `mask` leaves out what lies behind.
    private struct Beginning: Sendable {
        var words = SIMD4<UInt64>(repeating: 0)
        var mask = SIMD4<UInt64>(repeating: 0)
        /// 0 for one that is not known.
        var count: Int32 = 0
        var isText = false
        var key: JSONKey?
    }

    /// A member that began as expected.
    struct Match {
        /// How many bytes stand before the value.
        var count: Int
        /// Whether the value is text, whose opening quote was counted.
        var isText: Bool
        var key: JSONKey?
    }

    /// Members behind these are looked up.
    private static let most = 64
    private static let longest = 32

    private let table = JSONKey.Table.shared
    private var beginnings = [Beginning](repeating: Beginning(), count: JSONShape.most)

    /// The member of this number in its line, where it begins at `at` as the one before did.
    @inline(__always)
    func match(_ place: Int, at: Int, _ bytes: borrowing Span<UInt8>) -> Match? {
        guard place < Self.most, at &+ Self.longest < bytes.count else { return nil }
        let known = self.beginnings[place]
        let difference = (ByteScan.words(bytes, at) ^ known.words) & known.mask
        guard known.count > 0, difference[0] | difference[1] | difference[2] | difference[3] == 0 else { return nil }
        return Match(count: Int(known.count), isText: known.isText, key: known.key)
    }

    /// Looks a key up that begins with the quote at `at`, and keeps how it and its value begin for the next line.
    mutating func learn(
        _ place: Int,
        at: Int,
        _ name: Slice,
        _ value: Slice,
        _ bytes: borrowing Span<UInt8>
    ) -> JSONKey? {
        let key = self.table.key(name, bytes)
        guard place < Self.most else { return key }
        self.beginnings[place].count = 0
        let count = value.lower - at
        // One byte for the colon, and one for the quote of a text; with spaces between them it is looked up each time.
        let isText = count == Int(name.count) + 4
        guard isText || count == Int(name.count) + 3, count <= Self.longest, at + Self.longest < bytes.count else {
            return key
        }
        var beginning = Beginning(count: Int32(count), isText: isText, key: key)
        beginning.mask = SIMD4(Self.mask(count), Self.mask(count - 8), Self.mask(count - 16), Self.mask(count - 24))
        beginning.words = ByteScan.words(bytes, at)
        self.beginnings[place] = beginning
        return key
    }

    /// All bits of the first `count` bytes of a word as it lies in memory.
    private static func mask(_ count: Int) -> UInt64 {
        guard count < 8 else { return .max }
        guard count > 0 else { return 0 }
        return ((1 << UInt64(count * 8)) - 1).littleEndian
    }
}
