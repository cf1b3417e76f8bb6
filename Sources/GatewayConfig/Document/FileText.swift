import Foundation

/// Reads a text file whole, within a limit.
///
/// Not responsible for what is in it.
enum FileText {
    /// The text of a UTF-8 file.
    ///
    /// Errors name what is wrong with the file, not the path: the caller knows it.
    static func read(_ path: String, limit: Int) throws(ValueError) -> String {
        let data = try Self.bytes(path, limit: limit)
        guard data.count <= limit else {
            throw ValueError("the file is larger than \(SizeText.text(UInt64(limit)))", fix: "is it the right file?")
        }
        guard !data.contains(0) else { throw ValueError("the file is not text", fix: "is it the right file?") }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw ValueError("the file is not UTF-8", fix: "save it as UTF-8 (line \(Self.firstBadLine(data)))")
        }
        return text
    }

    private static func bytes(_ path: String, limit: Int) throws(ValueError) -> Data {
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            if attributes[.type] as? FileAttributeType == .typeDirectory {
                throw ValueError("it is a directory", fix: "name the file in it")
            }
            // Pipes are let through (`--config <(generate)`), so the size is not known before reading.
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            var data = Data()
            while data.count <= limit, let piece = try handle.read(upToCount: limit + 1 - data.count), !piece.isEmpty {
                data.append(piece)
            }
            return data
        } catch let error as ValueError {
            throw error
        } catch {
            throw Self.explained(error)
        }
    }

    private static func explained(_ error: any Error) -> ValueError {
        switch (error as? CocoaError)?.code {
        case .fileNoSuchFile?, .fileReadNoSuchFile?:
            ValueError("there is no such file", fix: "check the path and the directory that it starts from")
        case .fileReadNoPermission?:
            ValueError("permission denied", fix: "give the user that runs goodgate the right to read it")
        default:
            ValueError("it cannot be read: \(error.localizedDescription.visible(limit: 200))")
        }
    }

    private static func firstBadLine(_ data: Data) -> Int {
        var line = 1
        for part in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            guard String(validating: part, as: UTF8.self) != nil else { return line }
            line += 1
        }
        return line
    }
}
