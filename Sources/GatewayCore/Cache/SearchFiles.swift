public import GatewayWire

/// Files that search engines judge a site by: `robots.txt` and sitemaps.
///
/// An error instead of them stops crawling or drops pages from the index, so the last good ones are kept on every
/// route and shown when the upstream fails.
public enum SearchFiles {
    private static let robots = Array("/robots.txt".utf8)
    private static let sitemap = Array("/sitemap".utf8)
    private static let xml = Array(".xml".utf8)
    private static let gzip = Array(".xml.gz".utf8)

    /// Whether the request is for one of them.
    @inlinable
    public static func matches(_ head: borrowing RequestHead, _ bytes: borrowing Span<UInt8>) -> Bool {
        guard head.method == .get || head.method == .head, head.path.count >= 11, head.path.count <= 256 else {
            return false
        }
        // Most requests end here.
        let second = bytes[Int(head.path.start) + 1]
        guard second == UInt8(ascii: "r") || second == UInt8(ascii: "s") else { return false }
        return Self.isNamed(head.path, bytes)
    }

    @usableFromInline
    internal static func isNamed(_ path: ByteRange, _ bytes: borrowing Span<UInt8>) -> Bool {
        if bytes.matches(path, Self.robots) { return true }
        let start = Int(path.start)
        let end = Int(path.end)
        guard bytes.matches(ByteRange(from: start, to: start + Self.sitemap.count), Self.sitemap) else { return false }
        return bytes.matches(ByteRange(from: end - Self.xml.count, to: end), Self.xml)
            || bytes.matches(ByteRange(from: end - Self.gzip.count, to: end), Self.gzip)
    }
}
