import Foundation

/// A directory of its own for one test; `remove` at the end.
struct TemporaryFolder {
    let path = NSTemporaryDirectory() + "goodgate-test-\(UUID().uuidString)"

    init() throws { try FileManager.default.createDirectory(atPath: self.path, withIntermediateDirectories: false) }

    func remove() { try? FileManager.default.removeItem(atPath: self.path) }

    /// Every file below it.
    var files: [String] {
        let names = FileManager.default.enumerator(atPath: self.path)?.compactMap { $0 as? String } ?? []
        return names.map { self.path + "/" + $0 }.filter { path in
            var isDirectory: ObjCBool = false
            return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && !isDirectory.boolValue
        }
    }

    /// Those of responses.
    var responses: [String] { self.files.filter { $0.hasSuffix("/secret") == false } }
}
