/// Reads files that are written while it reads: each step takes what they gained since the last.
///
/// A file that was moved away (rotated) is read to its end and the new one from its start, a file that was cut from its
/// start. Memory stays bounded, because everything goes into one tally.
public struct LogFollowing: Sendable {
    private struct Followed: Sendable {
        var input: InputFile
        var file: FileBytes?
        var offset = 0
        var lines: UInt32 = 0
    }

    private let request: LogRequest
    private var followed: [Followed]
    private var tally: Tally
    private var settings: DialectSettings
    private let configuration: NginxConfReader
    private var problems: [InputProblem]
    /// What was found out about the files when they were opened first.
    private var notes: [String] = []
    private var buffer = [UInt8](repeating: 0, count: 1 << 20)

    public init(_ request: LogRequest) {
        var finder = InputFinder()
        finder.find(request.paths)
        self.request = request
        self.configuration = NginxConfReader(named: request.nginxConfigurations, found: finder.configurations)
        self.problems = finder.problems + self.configuration.problems
        self.followed = finder.files.filter(\.canBeSplit).map { Followed(input: $0) }
        for file in finder.files where !file.canBeSplit {
            self.problems.append(InputProblem(place: file.name, message: "cannot be followed: only plain files can"))
        }
        self.tally = Tally(since: request.since, until: request.until)
        self.settings = DialectSettings(template: request.template, year: request.year)
    }

    /// Reads what is new; tells whether there was anything.
    public mutating func step() -> Bool {
        let before = self.tally.lines
        for index in self.followed.indices {
            do { try self.read(index) } catch {
                let problem = InputProblem(place: self.followed[index].input.name, message: error.message)
                if !self.problems.contains(problem), self.problems.count < 100 { self.problems.append(problem) }
            }
        }
        return self.tally.lines != before
    }

    /// All that was read until now.
    public var reading: LogReading {
        LogReading(
            tally: self.tally,
            files: self.followed.map(\.input),
            zoneMinutes: self.settings.zoneMinutes,
            problems: self.problems,
            notes: self.configuration.remarks + self.notes
        )
    }

    private mutating func read(_ index: Int) throws(InputProblem) {
        let path = self.followed[index].input.path
        let current = try? FileBytes(path: path)
        if let file = self.followed[index].file {
            try self.readNew(index, file)
            guard let current, current.identity != file.identity else { return }
        }
        guard let current else { return }
        let isFirst = self.followed[index].file == nil
        self.followed[index].file = current
        self.beginAnew(index)
        if isFirst { try self.seek(index, current) }
        try self.readNew(index, current)
    }

    private mutating func beginAnew(_ index: Int) {
        self.followed[index].offset = 0
        self.followed[index].lines = 0
        self.followed[index].input.part = nil
    }

    /// A large file that is there already is read from the time asked for, and not from its start.
    private mutating func seek(_ index: Int, _ file: FileBytes) throws(InputProblem) {
        guard self.request.since > .min, file.size > 0 else { return }
        _ = try self.format(index, file)
        self.followed[index].input.size = file.size
        var request = self.request
        // What comes next is of later times, whatever is in the file now.
        request.until = .max
        let note = try self.followed[index].input.seek(request, self.settings, in: file)
        if let note { self.notes.append(note) }
        self.followed[index].offset = self.followed[index].input.part?.lowerBound ?? 0
    }

    private mutating func readNew(_ index: Int, _ file: FileBytes) throws(InputProblem) {
        let size = file.currentSize
        if size < self.followed[index].offset { self.beginAnew(index) }
        guard size > self.followed[index].offset else { return }
        let format = try self.format(index, file)
        let place = LinePlace(
            file: UInt32(index),
            piece: 0,
            line: self.followed[index].lines
        )
        var run = FollowRun(file: file, offset: self.followed[index].offset, place: place)
        var settings = self.settings
        settings.template = self.followed[index].input.log?.template ?? settings.template
        if format == .w3c { settings.takeColumns(from: try InputFile.head(of: file)) }
        try format.run(&run, settings, &self.buffer, &self.tally)
        self.followed[index].offset = run.offset
        self.followed[index].lines = run.place.line
    }

    private mutating func format(_ index: Int, _ file: FileBytes) throws(InputProblem) -> LogFormat {
        if let known = self.followed[index].input.format, known != .unknown { return known }
        let head = try InputFile.head(of: file)
        if self.settings.zoneMinutes == 0 { self.settings.zoneMinutes = FormatRecognizer.zone(in: head) ?? 0 }
        let recognizer = FormatRecognizer(settings: self.settings, known: self.configuration.formats)
        let recognized =
            self.request.format.map { RecognizedFormat(format: $0) }
            ?? recognizer.recognize(head, at: self.followed[index].input.path)
        self.followed[index].input.take(recognized)
        return recognized.format
    }
}
