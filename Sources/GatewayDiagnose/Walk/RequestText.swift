/// Writes the request of a walk.
enum RequestText {
    /// - Parameter cookies: of the host, as `name=value`.
    static func bytes(_ target: Target, _ options: WalkOptions, cookies: [String] = []) -> [UInt8] {
        var lines: [(name: String, value: String)] = [
            ("Host", target.authority), ("User-Agent", options.agent), ("Accept", "text/html, */*;q=0.8"),
            // Content is judged as it comes: nothing is decoded, so no small response can become a huge one.
            ("Accept-Encoding", "identity"),
        ]
        if !cookies.isEmpty { lines.append(("Cookie", cookies.joined(separator: "; "))) }
        for field in options.fields {
            lines.removeAll { $0.name.lowercased() == field.name.lowercased() }
            lines.append(field)
        }
        var text = "\(options.method) \(target.path) HTTP/1.1\r\n"
        for line in lines { text += "\(line.name): \(line.value)\r\n" }
        return Array((text + "\r\n").utf8)
    }

    /// `name=value` of a `Set-Cookie` (RFC 6265 §4.1); nil for what must not be sent back.
    static func cookie(_ value: String) -> String? {
        let pair = value.prefix { $0 != ";" }
        guard pair.contains("="), pair.utf8.count <= 4096, pair.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            return nil
        }
        return String(pair)
    }
}
