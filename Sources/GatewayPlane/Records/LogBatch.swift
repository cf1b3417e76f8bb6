internal import GatewayBytes
internal import GatewayReactor
internal import Synchronization

/// Lines on their way from a worker to the log's thread, in memory that goes round between the two.
final class LogBatch: Sendable {
    private struct Content: ~Copyable {
        var lines = Buffer()
        var isError = false
    }

    private let content = Mutex(Content())

    /// Takes what is in `lines` and gives back the memory of the batch before.
    func exchange(_ lines: inout Buffer, isError: Bool) {
        self.content.withLock { content in
            swap(&content.lines, &lines)
            content.isError = isError
        }
        lines.clear()
    }

    /// Writes the lines and returns how many were lost.
    func write(to file: borrowing AppendFile) -> Int {
        self.content.withLock { content in
            let written = content.isError ? AppendFile.standardError.write(content.lines) : file.write(content.lines)
            guard !written else { return 0 }
            return content.lines.withSpan { bytes in
                var count = 0
                for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") { count += 1 }
                return count
            }
        }
    }
}
