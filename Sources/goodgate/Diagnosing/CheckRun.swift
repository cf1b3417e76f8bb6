import GatewayDiagnose

/// Looks at the URLs of a list, some at a time, and writes a line for each in their order.
struct CheckRun {
    /// So many results, for each look under way, may wait for a slow one before them.
    private static let mostWaiting = 16

    let lines: [String]
    let options: WalkOptions
    let parallel: Int
    let isJSON: Bool

    /// - Returns: how many fail.
    func run() async throws -> Int {
        var bar = CheckProgressBar(all: self.lines.count)
        var rows: [Int: CheckedURL] = [:]
        var (begun, written) = (0, 0)
        bar.draw()
        defer { bar.erase() }
        try await withThrowingTaskGroup(of: (Int, CheckedURL).self) { group in
            while written < self.lines.count {
                while self.hasRoom(begun: begun, done: bar.done, written: written) {
                    let (index, line, options) = (begun, self.lines[begun], self.options)
                    group.addTask { (index, try await CheckedURL.look(line, options)) }
                    begun += 1
                }
                guard let (index, row) = try await group.next() else { break }
                rows[index] = row
                bar.count(isWell: row.isWell)
                bar.erase()
                while let row = rows.removeValue(forKey: written) {
                    Console.write(self.isJSON ? row.jsonLine : row.line)
                    written += 1
                }
                bar.draw()
            }
        }
        return bar.failed
    }

    private func hasRoom(begun: Int, done: Int, written: Int) -> Bool {
        begun < self.lines.count && begun - done < self.parallel && begun - written < self.parallel * Self.mostWaiting
    }
}
