/// Checks path prefixes of routes and endpoints.
enum PathText {
    /// Without the final slash; nil for the root, which covers everything.
    static func prefix(_ text: some StringProtocol) throws(ValueError) -> String? {
        guard text.hasPrefix("/") else {
            throw ValueError("\(text.quoted) does not begin with a slash", fix: "write `/\(text.visible(limit: 60))`")
        }
        guard !text.contains("*") else {
            throw ValueError("\(text.quoted) has a `*`", fix: "a path is a prefix already: leave the `*` out")
        }
        guard text.utf8.count <= 1024, text.split(separator: "/").count <= 32 else {
            throw ValueError("the path is longer than 1024 bytes or 32 segments")
        }
        guard !text.contains(where: { $0 == "?" || $0 == "#" }) else {
            throw ValueError("\(text.quoted) has a query or a fragment", fix: "end the path before the `?` or `#`")
        }
        for byte in text.utf8 {
            // RFC 3986 §3.3.
            guard byte > 0x20, byte < 0x7f, !Self.foreign.contains(byte) else {
                throw ValueError("\(text.quoted) has a character that no path has", fix: "percent-encode it")
            }
        }
        guard !text.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }), !text.contains("//") else {
            throw ValueError(
                "\(text.quoted) has an empty or a dot segment",
                fix: "write the path that remains without it"
            )
        }
        let trimmed = text.hasSuffix("/") ? String(text.dropLast()) : String(text)
        return trimmed.isEmpty ? nil : trimmed
    }

    private static let foreign = Array("\"<>\\^`{|}".utf8)
}
