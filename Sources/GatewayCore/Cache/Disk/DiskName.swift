/// The name of one file in the cache's directory: a keyed number of 128 bits for what it answers.
///
/// Files are spread over 256 folders by its first byte, because directories with many names are slow on some systems.
public struct DiskName: Hashable, Sendable, BitwiseCopyable {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// 32 lower-case hexadecimal digits.
    public var text: String { Self.text(self.high, digits: 16) + Self.text(self.low, digits: 16) }

    public var folder: String { Self.folder(Int(self.high >> 56)) }

    /// What the file is called while it is written.
    public var temporary: String { self.text + Self.temporaryEnding }

    public static let temporaryEnding = ".tmp"
    public static let folderCount = 256

    public static func folder(_ number: Int) -> String { Self.text(UInt64(number), digits: 2) }

    private static func text(_ number: UInt64, digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    /// The name that `text` writes; nil for every other spelling, so that files of others are not taken for ours.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 32, bytes.allSatisfy({ Self.isDigit($0) }),
            let high = UInt64(text.prefix(16), radix: 16), let low = UInt64(text.suffix(16), radix: 16)
        else { return nil }
        self.init(high: high, low: low)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") < 10 || byte &- UInt8(ascii: "a") < 6
    }
}
