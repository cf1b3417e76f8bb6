extension HealthCheck {
    /// What is asked for: a path, a query if need be.
    static func path(_ text: String) throws(ValueError) -> String {
        guard text.hasPrefix("/") else {
            guard !text.contains("://") else {
                throw ValueError("\(text.quoted) is a URL", fix: "write only its path; every endpoint is asked for it")
            }
            throw ValueError("\(text.quoted) does not begin with a slash", fix: "write `/\(text.visible(limit: 60))`")
        }
        guard text.utf8.count <= 1024 else { throw ValueError("the path is longer than 1024 bytes") }
        // RFC 9112 §3.2.1: what stands in a request line has no spaces, controls or fragment.
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }), !text.contains("#") else {
            throw ValueError("\(text.quoted) has a character that no path has", fix: "percent-encode it")
        }
        return text
    }

    /// A host with or without port, as it goes into `Host`.
    static func host(_ text: String) throws(ValueError) -> String {
        let (host, port) = HostText.splitPort(Substring(text))
        _ = try HostText.nameOrBracketed(host)
        if let port { _ = try HostText.port(port, allowZero: false) }
        return text
    }

    /// A service as a gRPC server knows it, such as `helloworld.Greeter`.
    static func service(_ text: String) throws(ValueError) -> String {
        guard !text.isEmpty, text.utf8.count <= 127, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            throw ValueError(
                "\(text.quoted) is not the name of a service",
                fix: "write it like `helloworld.Greeter`, at most 127 characters, or leave it out"
            )
        }
        return text
    }

    /// `200` or `200-299`, of final answers.
    static func statuses(_ text: String) throws(ValueError) -> ClosedRange<Int> {
        let lower = text.lowercased()
        if lower.utf8.count == 3, lower.hasSuffix("xx"), let first = lower.first, "2345".contains(first) {
            throw ValueError("\(text.quoted) is not a status", fix: "write `\(first)00-\(first)99`")
        }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part -> Int? in
            guard part.utf8.count == 3, part.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            return Int(part)
        }
        guard numbers.count == parts.count, parts.count <= 2, let first = numbers.first, let last = numbers.last else {
            throw ValueError("\(text.quoted) is not a status", fix: "write it like `200` or `200-299`")
        }
        guard first <= last else { throw ValueError("\(text.quoted) goes backwards", fix: "write `\(last)-\(first)`") }
        // RFC 9110 §15.2: interim answers are never the last word.
        guard first >= 200, last <= 599 else {
            throw ValueError("\(text.quoted) is out of range", fix: "final statuses go from 200 to 599")
        }
        return first...last
    }
}
