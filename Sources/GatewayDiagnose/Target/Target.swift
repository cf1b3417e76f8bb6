internal import GatewayReactor

/// What is to be diagnosed: an `http` or `https` URI (RFC 9110 §4.2), made complete.
public struct Target: Hashable, Sendable {
    public enum Scheme: String, Hashable, Sendable {
        case http, https

        var port: UInt16 {
            switch self {
            case .http: 80
            case .https: 443
            }
        }
    }

    public var scheme: Scheme
    /// Lower case, in ASCII, without brackets and final dot.
    public var host: String
    public var port: UInt16
    /// Path and query as they are sent.
    public var path: String
    /// The host as it was written, where that was not ASCII.
    public var writtenHost: String?
    /// A name and perhaps a password stood before the host: they are neither sent nor shown.
    public var hadUserInfo = false
    /// The values of the query may be shown: whoever asks says that they are no secrets.
    public var showsQuery = false
    /// The scheme was not said; `https` was taken.
    public var schemeWasAdded = false

    /// More is no address that a person types or a browser sends.
    private static let longest = 8192

    /// Reads what a person typed.
    public init(_ text: String) throws(TargetProblem) {
        let trimmed = Self.trimmed(text)
        guard trimmed.utf8.count <= Self.longest else { throw .tooLong }
        guard !trimmed.isEmpty else { throw .empty }
        let isPlain = trimmed.unicodeScalars.allSatisfy { $0.value > 0x20 && !(0x7F...0x9F).contains($0.value) }
        guard isPlain else { throw .controlCharacter }
        let (scheme, rest) = try Self.scheme(of: trimmed)
        self.scheme = scheme ?? .https
        self.schemeWasAdded = scheme == nil
        // RFC 3986 §3.2: the authority ends at the first of these.
        let authorityEnd = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
        self.path = Self.path(rest[authorityEnd...])
        var authority = rest[..<authorityEnd]
        if let at = authority.lastIndex(of: "@") {
            self.hadUserInfo = true
            authority = authority[authority.index(after: at)...]
        }
        let (host, port) = try Self.split(authority)
        self.port = try port.map { text throws(TargetProblem) in try Self.port(text) } ?? self.scheme.port
        self.host = ""
        try self.setHost(host)
    }

    private mutating func setHost(_ written: Substring) throws(TargetProblem) {
        var host = written.lowercased()
        if host.hasSuffix(".") { host.removeLast() }
        guard !host.isEmpty else { throw .noHost }
        if !host.utf8.allSatisfy({ $0 < 0x80 }) {
            guard let ascii = Punycode.host(host) else { throw .badHost(String(written)) }
            self.writtenHost = host
            host = ascii
        }
        guard SocketAddress(literal: host, port: 0) == nil else {
            self.host = host
            return
        }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        let isName = labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.utf8.allSatisfy(Self.isNameByte)
        }
        // An address with a slip in it: no name ends so (RFC 3696 §2).
        let isNumber = labels.count > 1 && labels.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        guard isName, !isNumber, host.utf8.count <= 253 else { throw .badHost(String(written)) }
        self.host = host
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func split(_ authority: Substring) throws(TargetProblem) -> (Substring, Substring?) {
        if authority.hasPrefix("[") {
            guard let close = authority.firstIndex(of: "]") else { throw .badHost(String(authority)) }
            let host = authority[authority.index(after: authority.startIndex)..<close]
            guard SocketAddress(literal: String(host), port: 0)?.family == .v6 else {
                throw .badHost(String(authority))
            }
            let after = authority[authority.index(after: close)...]
            guard after.isEmpty || after.hasPrefix(":") else { throw .badHost(String(authority)) }
            return (host, after.isEmpty ? nil : after.dropFirst())
        }
        let colons = authority.filter { $0 == ":" }.count
        guard colons <= 1 else { throw .addressWithoutBrackets(String(authority)) }
        guard let colon = authority.firstIndex(of: ":") else { return (authority, nil) }
        return (authority[..<colon], authority[authority.index(after: colon)...])
    }

    private static func port(_ text: Substring) throws(TargetProblem) -> UInt16 {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(text), port > 0
        else { throw .badPort(String(text)) }
        return port
    }

    /// Path and query; a fragment is not sent (RFC 9110 §7.1), and what no URI may hold is escaped (RFC 3986 §2.1).
    private static func path(_ text: Substring) -> String {
        let sent = text.prefix { $0 != "#" }
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = sent.hasPrefix("/") ? [] : [UInt8(ascii: "/")]
        for byte in Self.withoutDots(sent).utf8 {
            switch byte {
            case 0x22, 0x3C, 0x3E, 0x5C, 0x5E, 0x60, 0x7B, 0x7C, 0x7D, 0x80...0xFF:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            // Default: what RFC 3986 allows, and controls, which were refused before.
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
