import Foundation

/// The URLs of a file, one a line.
enum URLList {
    private static let mostBytes = 16 << 20
    private static let mostLines = 100_000

    static func read(_ file: String) throws -> [String] {
        let handle = file == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: file)
        let data: Data
        do {
            guard let handle else { throw CocoaError(.fileReadNoSuchFile) }
            // Nil at once for a file that is empty.
            data = try handle.read(upToCount: Self.mostBytes + 1) ?? Data()
        } catch {
            throw Failure(.usage, "cannot read \(file)", fix: "give a file with one URL a line")
        }
        guard data.count <= Self.mostBytes else {
            throw Failure(.usage, "\(file) is larger than 16 MiB", fix: "divide it")
        }
        let lines = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
            .map { $0.prefix { $0 != "#" }.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
        guard !lines.isEmpty else { throw Failure(.usage, "\(file) holds no URL", fix: "write one a line") }
        guard lines.count <= Self.mostLines else {
            throw Failure(.usage, "\(file) holds more than \(Self.mostLines) URLs", fix: "divide it")
        }
        return lines
    }
}
