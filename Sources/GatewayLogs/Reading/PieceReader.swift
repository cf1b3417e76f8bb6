import Synchronization

/// Reads pieces of inputs, one after the other, into one tally: what one worker does.
struct PieceReader {
    private static let blockSize = 1 << 20

    var tally: Tally
    /// What the formats turned out to be, for inputs that were not recognised before.
    private(set) var formats: [Int: RecognizedFormat] = [:]
    private(set) var problems: [InputProblem] = []

    private let files: [InputFile]
    private let settings: DialectSettings
    private let known: NginxLogFormats
    private let forced: LogFormat?
    private let progress: LogProgress
    private let worker: Int
    /// One core is asked for with one worker.
    private let readsAhead: Bool
    private var answered = 0
    private let hit: (@Sendable (LineHit) -> Void)?
    private var buffer = [UInt8](repeating: 0, count: PieceReader.blockSize)

    init(
        _ request: LogRequest,
        _ files: [InputFile],
        _ settings: DialectSettings,
        _ known: NginxLogFormats,
        _ progress: LogProgress,
        worker: Int
    ) {
        self.tally = Tally(
            since: request.since,
            until: request.until,
            mostRecords: Tally.mostRecords / max(1, request.jobs)
        )
        self.files = files
        self.settings = settings
        self.known = known
        self.forced = request.format
        self.progress = progress
        self.worker = worker
        self.readsAhead = request.jobs > 1
        self.hit = request.onHit
    }

    mutating func read(_ piece: Piece) {
        let file = self.files[piece.file]
        let place = LinePlace(file: UInt32(piece.file), piece: piece.number, line: 0)
        self.tally.beginPiece()
        do {
            if let range = piece.range {
                try self.readPart(file, range, place)
            } else {
                try self.readWhole(file, piece.file, place)
            }
        } catch {
            self.problems.append(InputProblem(place: file.name, message: error.message))
        }
    }

    // MARK: - A part of a file

    private mutating func readPart(_ input: InputFile, _ range: Range<Int>, _ place: LinePlace) throws(InputProblem) {
        let file = try FileBytes(path: input.path)
        let format = self.forced ?? input.format ?? .unknown
        var settings = self.settings
        settings.template = input.log?.template ?? settings.template
        if format == .w3c { settings.takeColumns(from: try InputFile.head(of: file)) }
        var run = PartRun(file: file, range: range, place: place, hit: self.hit, name: input.name)
        run.progress = self.progress
        run.worker = self.worker
        run.answered = self.answered
        defer {
            self.progress.done(range.count)
            self.answered = run.answered
        }
        try format.run(&run, settings, &self.buffer, &self.tally)
    }

    // MARK: - A packed file or a pipe

    private mutating func readWhole(_ input: InputFile, _ index: Int, _ place: LinePlace) throws(InputProblem) {
        let source = try input.open(readsAhead: self.readsAhead)
        // Enough to see what it is, and no more waiting than for the first lines.
        var filled = 0
        var isAtEnd = false
        while filled < InputFile.headSize {
            let count = try source.read(into: &self.buffer, at: filled, count: InputFile.headSize - filled)
            isAtEnd = count == 0
            filled += count
            if isAtEnd || (!input.isRegular && self.buffer[..<filled].contains(0x0a)) { break }
        }
        let head = Array(self.buffer[..<filled])
        var settings = self.settings
        let recognized =
            self.forced.map { RecognizedFormat(format: $0) }
            ?? FormatRecognizer(settings: settings, known: self.known).recognize(head, at: input.path)
        let format = recognized.format
        settings.template = recognized.log?.template ?? settings.template
        self.formats[index] = recognized
        if format == .w3c { settings.takeColumns(from: head) }
        if settings.zoneMinutes == 0 { settings.zoneMinutes = FormatRecognizer.zone(in: head) ?? 0 }
        var run = StreamRun(source: source, filled: filled, place: place, hit: self.hit, name: input.name)
        run.progress = self.progress
        run.worker = self.worker
        try format.run(&run, settings, &self.buffer, &self.tally)
    }
}
