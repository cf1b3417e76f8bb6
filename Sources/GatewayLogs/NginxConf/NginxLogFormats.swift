/// The access logs of a configuration and the formats that they are written in.
///
/// A format is told by the path of its log, so far as a name can be: rotated files have a number or a date behind it,
/// and logs are copied to other directories. Whether lines really have a format is decided by who reads them.
struct NginxLogFormats: Sendable {
    private struct Log: Sendable {
        var path: String
        var format: String
    }

    /// Every format is tried on every file that is not told by its path.
    private static let mostFormats = 100
    private static let mostLogs = 10_000

    private(set) var formats: [NginxLogFormat] = []
    private var logs: [Log] = []

    /// Takes the directives of one file; gives what is wrong with them, in sentences.
    mutating func take(_ directives: [NginxDirective], of file: String) -> [String] {
        var remarks: [String] = []
        for directive in directives {
            switch directive.name {
            case "log_format":
                guard let remark = self.takeFormat(directive) else { continue }
                remarks.append("\(file):\(directive.line): \(remark)")
            case "access_log": self.takeLog(directive)
            default: continue
            }
        }
        return remarks
    }

    private mutating func takeFormat(_ directive: NginxDirective) -> String? {
        let arguments = Array(directive.arguments)
        guard let name = arguments.first, arguments.count > 1 else { return "log_format without a name or a text." }
        let isEscape = arguments[1].hasPrefix("escape=")
        let text = arguments.dropFirst(isEscape ? 2 : 1).joined()
        guard let template = LineTemplate(text) else {
            return "log_format \(name) has no $status, so no log can be read by it."
        }
        guard self.formats.count < Self.mostFormats else {
            return "log_format \(name) is beyond the first \(Self.mostFormats) and is not used."
        }
        let format = NginxLogFormat(name: name, template: template)
        if !self.formats.contains(format) { self.formats.append(format) }
        return nil
    }

    private mutating func takeLog(_ directive: NginxDirective) {
        let arguments = Array(directive.arguments)
        guard let path = arguments.first, path != "off", !path.hasPrefix("syslog:"), self.logs.count < Self.mostLogs
        else { return }
        // `access_log PATH buffer=32k` has no format: combined then.
        let format = arguments.dropFirst().first.map { $0.contains("=") ? "combined" : $0 } ?? "combined"
        self.logs.append(Log(path: path, format: format))
    }

    /// The formats that a file's name points at: those of the same path first, then those of logs called the same.
    func formats(ofLogAt path: String) -> [NginxLogFormat] {
        let name = Self.lastPart(path)
        let same = self.logs.filter { Self.isRotation(of: Self.pattern($0.path), path) }
        let alike = self.logs.filter { Self.isRotation(of: Self.pattern(Self.lastPart($0.path)), name) }
        return (same.isEmpty ? alike : same).flatMap { log in self.formats.filter { $0.name == log.format } }
    }

    private static func lastPart(_ path: String) -> String {
        path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
    }

    /// `access_log /var/log/$host.log` is as many files as there are hosts.
    private static func pattern(_ path: String) -> String {
        var text = ""
        var isName = false
        for character in path {
            if character == "$" {
                text += "*"
                isName = true
            } else if !isName || !(character.isLetter || character.isNumber || "_{}".contains(character)) {
                isName = false
                text.append(character)
            }
        }
        return text
    }

    /// "access.log", "access.log.2.gz", "access.log-20261121.zst" for "access.log".
    private static func isRotation(of pattern: String, _ name: String) -> Bool {
        var stem = Substring(name)
        for _ in 0..<4 {
            if FilePattern(pattern).fits(stem) { return true }
            guard let cut = stem.lastIndex(where: { $0 == "." || $0 == "-" || $0 == "_" }) else { return false }
            let tail = stem[stem.index(after: cut)...]
            guard !tail.isEmpty, tail == "gz" || tail == "zst" || tail.allSatisfy(\.isNumber) else { return false }
            stem = stem[..<cut]
        }
        return false
    }
}
