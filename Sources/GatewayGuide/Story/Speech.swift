/// Recognises what a peer speaks when it does not speak HTTP/1.
enum Speech: Hashable {
    case tls, http2, ssh, mail, database, page, trace, cgi

    init?(_ bytes: [UInt8]) {
        let lower = String(decoding: bytes.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }, as: UTF8.self)
        if bytes.count >= 3, (0x14...0x17).contains(bytes[0]), bytes[1] == 0x03, bytes[2] <= 0x04 {
            self = .tls
        } else if bytes.count >= 9, bytes[0] == 0, bytes[3] == 0x04, bytes[5...8].allSatisfy({ $0 == 0 }) {
            // A SETTINGS frame on stream 0 (RFC 9113 §6.5) opens every HTTP/2 connection.
            self = .http2
        } else if lower.hasPrefix("ssh-") {
            self = .ssh
        } else if lower.hasPrefix("220 ") || lower.hasPrefix("220-") || lower.hasPrefix("* ok") {
            self = .mail
        } else if lower.hasPrefix("-err") || lower.hasPrefix("+ok") || lower.contains("mysql")
            || lower.contains("mariadb")
        {
            self = .database
        } else if lower.hasPrefix("<!doctype") || lower.hasPrefix("<html") || lower.hasPrefix("{") {
            self = .page
        } else if lower.hasPrefix("content-type:") || lower.hasPrefix("status:") {
            self = .cgi
        } else if Self.traces.contains(where: lower.contains) {
            self = .trace
        } else {
            return nil
        }
    }

    private static let traces = ["traceback", "warning:", "fatal error", "exception", "panic:", "error:"]
}
