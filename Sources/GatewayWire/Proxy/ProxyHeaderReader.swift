/// Reads the PROXY header at the front of a connection.
///
/// Looks at all bytes each time it is asked, which is cheap because they are few: a line of at most 107 bytes, or a
/// header that is not looked into before it is whole. So it keeps no state, and where the bytes were cut on their way
/// makes no difference. Never looks at a byte behind the header.
public struct ProxyHeaderReader: Hashable, Sendable {
    /// Which versions are accepted.
    public enum Accepted: Hashable, Sendable {
        case any
        case only(ProxyHeader.Version)
    }

    public enum Progress: Hashable, Sendable {
        /// Nothing is wrong so far; ask again when there are more bytes.
        case needMore
        /// The header takes this many bytes.
        case complete(ProxyHeader, bytes: Int)
    }

    public var accepted: Accepted
    /// Bytes of a version 2 header, its first sixteen included.
    public var longest: Int

    /// - Parameter longest: at most 65,551 bytes can be announced
    public init(accepted: Accepted = .any, longest: Int = 4096) {
        self.accepted = accepted
        self.longest = longest
    }

    /// What version 2 begins with: `\r\n\r\n\0\r\nQUIT\n`.
    static let signature: InlineArray<12, UInt8> = [
        0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a,
    ]
    /// What version 1 begins with, the space included.
    static let word: InlineArray<6, UInt8> = [0x50, 0x52, 0x4f, 0x58, 0x59, 0x20]

    public func read(_ bytes: borrowing Span<UInt8>) throws(ProxyHeaderError) -> Progress {
        guard let first = bytes.first else { return .needMore }
        if first == Self.signature[0] {
            guard try Self.begins(bytes, Self.signature) else { return .needMore }
            try self.accept(.v2)
            return try ProxyBinaryHeader.read(bytes, longest: self.longest)
        }
        guard try Self.begins(bytes, Self.word) else { return .needMore }
        try self.accept(.v1)
        return try ProxyLine.read(bytes)
    }

    private func accept(_ version: ProxyHeader.Version) throws(ProxyHeaderError) {
        switch self.accepted {
        case .any: return
        case .only(let wanted): guard wanted == version else { throw ProxyHeaderError(.versionRefused, at: 0) }
        }
    }

    /// Whether all of `mark` is there; false while it may still come.
    private static func begins<let count: Int>(
        _ bytes: borrowing Span<UInt8>,
        _ mark: InlineArray<count, UInt8>
    ) throws(ProxyHeaderError) -> Bool {
        for index in 0..<min(count, bytes.count) {
            guard bytes[index] == mark[index] else { throw ProxyHeaderError(.absent, at: index) }
        }
        return bytes.count >= count
    }
}

extension Span<UInt8> {
    /// nil when there is no byte.
    fileprivate var first: UInt8? { self.isEmpty ? nil : self[0] }
}
