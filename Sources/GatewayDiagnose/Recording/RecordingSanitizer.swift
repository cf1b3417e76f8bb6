internal import Foundation

/// Writes a recording again without what gives its owner away, entry by entry.
///
/// Values of cookies, queries, forms and credentials become marks: the same value always the same mark, so that it
/// still shows which requests belong together. The marks are keyed with random numbers that are thrown away with the
/// sanitizer: nobody can try likely values. Contents are left out but for those of server errors, which say who made
/// them. What is not known is left out, not passed on.
public struct RecordingSanitizer {
    private let key: (UInt64, UInt64)
    private var reader = RecordingReader()
    private var hasEntries = false
    public private(set) var count = 0
    /// Entries that could not be read and are not in the result.
    public private(set) var unreadable = 0

    private static let secretWords = ["auth", "token", "secret", "session", "csrf", "xsrf", "api-key", "apikey", "jwt"]
    private static let addresses: Set<String> = ["referer", "location", "content-location", "origin"]
    private static let entryKeys = [
        "startedDateTime", "time", "request", "response", "timings", "cache", "serverIPAddress", "connection",
    ]

    public init() {
        var numbers = SystemRandomNumberGenerator()
        self.key = (numbers.next(), numbers.next())
    }

    /// What the result begins and ends with.
    public static let head =
        #"{"log":{"version":"1.2","creator":{"name":"goodgate har --sanitize","version":"1"},"#
        + #""pages":[],"entries":["#
    public static let tail = "\n]}}\n"

    /// Reads on; `write` gets what the result goes on with.
    public mutating func read(_ bytes: [UInt8], write: ([UInt8]) -> Void) throws(Recording.Problem) {
        var entries: [[UInt8]] = []
        do throws(RecordingReader.Problem) {
            try self.reader.read(bytes) { entries.append($0) }
        } catch {
            throw Recording.problem(error)
        }
        for bytes in entries {
            guard let entry = self.sanitized(bytes) else {
                self.unreadable += 1
                continue
            }
            write(Array((self.hasEntries ? ",\n" : "\n").utf8) + entry)
            self.hasEntries = true
            self.count += 1
        }
    }

    public func end() throws(Recording.Problem) {
        do throws(RecordingReader.Problem) {
            try self.reader.end()
        } catch {
            throw Recording.problem(error)
        }
    }

    // MARK: - Entries

    private func sanitized(_ bytes: [UInt8]) -> [UInt8]? {
        guard let entry = (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any] else { return nil }
        var made: [String: Any] = entry.filter { Self.entryKeys.contains($0.key) && !($0.value is [Any]) }
        made["cache"] = [String: Any]()
        made["request"] = self.request(entry["request"] as? [String: Any] ?? [:])
        made["response"] = self.response(entry["response"] as? [String: Any] ?? [:])
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
        return (try? JSONSerialization.data(withJSONObject: made, options: options)).map { Array($0) }
    }

    private func request(_ request: [String: Any]) -> [String: Any] {
        var made = self.message(request, keeping: ["method", "httpVersion", "headersSize", "bodySize"])
        made["url"] = self.address(request["url"] as? String ?? "")
        made["queryString"] = self.pairs(request["queryString"])
        if let form = request["postData"] as? [String: Any] {
            made["postData"] = [
                "mimeType": form["mimeType"] as? String ?? "", "params": self.pairs(form["params"]),
                "text": self.mark(form["text"] as? String ?? ""),
            ]
        }
        return made
    }

    private func response(_ response: [String: Any]) -> [String: Any] {
        let kept = ["status", "statusText", "httpVersion", "headersSize", "bodySize", "_error", "_transferSize"]
        var made = self.message(response, keeping: kept)
        made["redirectURL"] = self.address(response["redirectURL"] as? String ?? "")
        let content = response["content"] as? [String: Any] ?? [:]
        var rest: [String: Any] = content.filter { ["size", "mimeType", "compression"].contains($0.key) }
        if let status = response["status"] as? Int, status >= 500 {
            for key in ["text", "encoding"] { rest[key] = content[key] as? String }
        }
        made["content"] = rest
        return made
    }

    private func message(_ message: [String: Any], keeping: [String]) -> [String: Any] {
        var made = message.filter { keeping.contains($0.key) && ($0.value is String || $0.value is NSNumber) }
        made["cookies"] = self.pairs(message["cookies"])
        let fields = message["headers"] as? [[String: Any]] ?? []
        made["headers"] = fields.map { field in
            let name = field["name"] as? String ?? ""
            return ["name": name, "value": self.field(name.lowercased(), field["value"] as? String ?? "")]
        }
        return made
    }

    // MARK: - Values

    /// Names stay, values become marks.
    private func pairs(_ list: Any?) -> [[String: String]] {
        (list as? [[String: Any]] ?? []).map { pair in
            ["name": pair["name"] as? String ?? "", "value": self.mark(pair["value"] as? String ?? "")]
        }
    }

    private func field(_ name: String, _ value: String) -> String {
        if name == "cookie" {
            return value.split(separator: ";").map { self.cookie($0.drop { $0 == " " }) }.joined(separator: "; ")
        }
        if name == "set-cookie" || name == "set-cookie2" {
            // Chromium puts several into one, divided by line ends.
            return value.split(separator: "\n").map { line in
                let parts = line.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
                return self.cookie(parts[0]) + (parts.count > 1 ? ";\(parts[1])" : "")
            }.joined(separator: "\n")
        }
        if Self.addresses.contains(name) || name == ":path" { return self.address(value) }
        return Self.secretWords.contains { name.contains($0) } ? self.mark(value) : value
    }

    private func cookie(_ pair: Substring) -> String {
        guard let equals = pair.firstIndex(of: "=") else { return self.mark(String(pair)) }
        return pair[...equals] + self.mark(String(pair[pair.index(after: equals)...]))
    }

    /// Without user information and fragment; values of the query become marks.
    private func address(_ text: String) -> String {
        var rest = text.prefix { $0 != "#" }
        if let scheme = rest.firstRange(of: "://") {
            let end = rest[scheme.upperBound...].firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
            if let at = rest[scheme.upperBound..<end].lastIndex(of: "@") {
                rest = rest[..<scheme.upperBound] + rest[rest.index(after: at)...]
            }
        } else if rest.hasPrefix("data:") || rest.hasPrefix("blob:") {
            return String(rest.prefix(5))
        }
        guard let question = rest.firstIndex(of: "?") else { return String(rest) }
        let pairs = rest[rest.index(after: question)...].split(separator: "&", omittingEmptySubsequences: false)
        return rest[...question] + pairs.map { self.cookie($0) }.joined(separator: "&")
    }

    /// Empty stays empty: it tells nothing.
    func mark(_ value: String) -> String {
        guard !value.isEmpty else { return "" }
        var hasher = Hasher()
        hasher.combine(self.key.0)
        hasher.combine(value)
        hasher.combine(self.key.1)
        let digits = String(UInt64(truncatingIfNeeded: hasher.finalize()), radix: 16)
        return "mark-" + String(repeating: "0", count: 16 - digits.count) + digits
    }
}
