import Foundation
import GatewayLab

extension NetworkNames {
    /// Those of this process.
    static func ofThisProcess() throws -> NetworkNames {
        let process = ProcessInfo.processInfo.processIdentifier
        guard let began = Self.began(process) else {
            throw Failure(.failure, "/proc/\(process)/stat cannot be read", fix: "mount /proc")
        }
        return NetworkNames(process: process, began: began)
    }

    /// Whether the process that made them still runs.
    var isAlive: Bool { Self.began(self.process) == self.began }

    /// When a process began; nil when there is none, or only what is left of one that has ended.
    private static func began(_ process: Int32) -> UInt64? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return nil }
        // The second word is the program's name in brackets, with whatever is in it (proc(5)).
        guard let end = text.lastIndex(of: ")") else { return nil }
        let words = text[text.index(after: end)...].split(separator: " ")
        guard words.count > 19, words[0] != "Z", words[0] != "X" else { return nil }
        return UInt64(words[19])
    }
}
