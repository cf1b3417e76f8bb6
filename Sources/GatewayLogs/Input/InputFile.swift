/// One input that was found: where it is, how it is packed, what format it has.
struct InputFile: Sendable {
    var path: String
    var size: Int
    var packing: ByteSource.Packing
    /// Whether it is a regular file, so that it can be opened and read more than once.
    var isRegular: Bool
    /// A pipe that is open since it was found: its writer would take a second opening for the end of the first.
    var opened: FileBytes?
    /// nil where it is known only when the input is read: packed files and pipes.
    var format: LogFormat?
    /// The `log_format` that it was recognised by.
    var log: NginxLogFormat?

    /// The bytes to read, where not all of it is: from the start of a line.
    var part: Range<Int>?

    mutating func take(_ recognized: RecognizedFormat) {
        self.format = recognized.format
        self.log = recognized.log
    }

    /// Whether pieces of it can be read side by side.
    var canBeSplit: Bool { self.isRegular && self.packing == .none }

    static let headSize = 1 << 16

    var isStandardInput: Bool { self.path == "-" }
    /// What it was read as, for people.
    var title: String {
        self.log.map { "access log of log_format \($0.name)" } ?? (self.format ?? .unknown).title
    }
    var name: String { self.isStandardInput ? "standard input" : self.path }

    static let standardInput = InputFile(path: "-", size: 0, packing: .none, isRegular: false)

    /// Looks at an input that was opened.
    static func look(at path: String, _ file: FileBytes) throws(InputProblem) -> InputFile {
        guard file.isRegular else {
            return InputFile(path: path, size: 0, packing: .none, isRegular: false, opened: file)
        }
        return InputFile(
            path: path,
            size: file.size,
            packing: ByteSource.Packing(firstBytes: try Self.head(of: file, count: 4)),
            isRegular: true
        )
    }

    /// The first bytes of a file that can be read again.
    static func head(of file: FileBytes, count: Int = Self.headSize) throws(InputProblem) -> [UInt8] {
        var head = [UInt8](repeating: 0, count: count)
        let filled = try file.read(into: &head, at: 0, count: count, offset: 0)
        head.removeLast(count - filled)
        return head
    }

    private func file() throws(InputProblem) -> FileBytes {
        if let opened = self.opened { return opened }
        return self.isStandardInput ? try FileBytes.standardInput() : try FileBytes(path: self.path)
    }

    /// Opens the input to read it from its start, one byte after the other.
    func open(readsAhead: Bool) throws(InputProblem) -> ByteSource {
        let file = try self.file()
        guard !self.isRegular else { return try ByteSource(file, self.packing, readsAhead: readsAhead) }
        // A pipe tells what it is only by its first bytes, which must be read again.
        var first = [UInt8](repeating: 0, count: 4)
        var filled = 0
        while filled < first.count {
            let count = try file.read(into: &first, at: filled, count: first.count - filled)
            guard count > 0 else { break }
            filled += count
        }
        file.giveBack(Array(first.prefix(filled)))
        return try ByteSource(file, ByteSource.Packing(firstBytes: first), readsAhead: readsAhead)
    }
}
