/// Takes apart what people type and what servers write into `Location`.
extension Target {
    /// Without `//` behind them they could be hosts with a port.
    private static let otherSchemes: Set<String> = [
        "about", "blob", "data", "file", "ftp", "javascript", "mailto", "tel", "view-source", "ws", "wss",
    ]

    /// Copying takes spaces and line ends along.
    static func trimmed(_ text: String) -> Substring {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" || $0 == "\r\n" }
        guard let end = text.lastIndex(where: { !isSpace($0) }) else { return "" }
        return text[...end].drop(while: isSpace)
    }

    /// The scheme, nil where none is written, and what follows it.
    ///
    /// Slashes that are missing or too many behind `http:` are forgiven, as browsers do.
    static func scheme(of text: Substring) throws(TargetProblem) -> (Scheme?, Substring) {
        for scheme in [Scheme.https, .http] where text.lowercased().hasPrefix(scheme.rawValue) {
            let after = text.dropFirst(scheme.rawValue.count)
            if after.hasPrefix("//") { return (scheme, after.dropFirst(2)) }
            guard after.hasPrefix(":") else { continue }
            let place = after.dropFirst()
            if place.hasPrefix("//") { return (scheme, place.dropFirst(2)) }
            return (scheme, place.drop { $0 == "/" })
        }
        if text.hasPrefix("//") { return (nil, text.dropFirst(2)) }
        guard let word = Self.schemeWord(text) else { return (nil, text) }
        throw .unknownScheme(word)
    }

    /// Whether a `Location` says its scheme itself.
    static func isAbsolute(_ location: String) -> Bool {
        let text = location.lowercased()
        return text.hasPrefix("http:") || text.hasPrefix("https:") || Self.schemeWord(location[...]) != nil
    }

    /// The word before the colon where it is a scheme and no host (RFC 3986 §3.1).
    static func schemeWord(_ text: Substring) -> String? {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let word = text[..<colon].lowercased()
        let isWord = word.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E].contains(byte)
        }
        guard isWord, word.utf8.first.map({ (0x61...0x7A).contains($0) }) == true else { return nil }
        return text[colon...].hasPrefix("://") || Self.otherSchemes.contains(word) ? word : nil
    }

    /// The path without `.` and `..` (RFC 3986 §5.2.4); the query as it is.
    static func withoutDots(_ text: Substring) -> String {
        let path = text.prefix { $0 != "?" }
        guard path.contains("/.") else { return String(text) }
        var segments: [Substring] = []
        let all = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        for (index, segment) in all.enumerated() {
            let isLast = index == all.count - 1
            switch segment {
            case ".": if isLast { segments.append("") }
            case "..":
                _ = segments.popLast()
                if isLast { segments.append("") }
            // Default: everything else is a name.
            default: segments.append(segment)
            }
        }
        return "/" + segments.joined(separator: "/") + text[path.endIndex...]
    }
}
