extension InputFile {
    /// Smaller files are read as fast as they are searched.
    private static let worthSearching = 16 << 20

    /// Leaves out of a file what lies before or behind the times asked for; gives what is to be said about it.
    ///
    /// - Parameter opened: the file, where it is open already
    mutating func seek(
        _ request: LogRequest,
        _ settings: DialectSettings,
        in opened: FileBytes? = nil
    ) throws(InputProblem) -> String? {
        // Lines that are printed have their numbers, so they are counted from the start.
        guard request.since > .min || request.until < .max, request.onHit == nil, self.canBeSplit,
            self.size >= Self.worthSearching, let format = self.format
        else { return nil }
        let file = if let opened { opened } else { try FileBytes(path: self.path) }
        var settings = settings
        settings.template = self.log?.template ?? settings.template
        if format == .w3c { settings.takeColumns(from: try Self.head(of: file)) }
        var search = TimeSearch(file: file, since: request.since, until: request.until)
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var tally = Tally(mostRecords: 0)
        try format.run(&search, settings, &buffer, &tally)
        switch search.outcome {
        case .part(let part):
            self.part = part
            let skipped = Figure.bytes(UInt64(max(0, self.size - part.count)))
            return "\(self.name) is in order of time: \(skipped) outside of the times asked for were not read."
        case .unordered: return "\(self.name) is not in order of time, so all of it was read."
        case .withoutTimes: return nil
        }
    }
}
