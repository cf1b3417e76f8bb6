import Synchronization

/// Reads all inputs with several workers and merges what they counted.
public struct LogReading: Sendable {
    let tally: Tally
    let files: [InputFile]
    let zoneMinutes: Int
    public let problems: [InputProblem]
    /// What was found out on the way, in sentences.
    let notes: [String]

    /// Whether anything was there to read.
    public var hasInput: Bool { !self.files.isEmpty }

    public static func run(_ request: LogRequest, progress: LogProgress = LogProgress()) async -> LogReading {
        var finder = InputFinder()
        finder.find(request.paths)
        var files = finder.files
        var settings = DialectSettings(template: request.template, year: request.year)
        let configuration = NginxConfReader(named: request.nginxConfigurations, found: finder.configurations)
        let formats = configuration.formats
        var problems = finder.problems + configuration.problems
        Self.recognize(&files, request, formats, &settings, &problems)
        var notes = configuration.remarks
        Self.seek(&files, request, settings, &notes, &problems)
        let pieces = Piece.plan(files, isWhole: request.onHit != nil)
        progress.begin(pieces.reduce(0) { $0 + $1.weight }, files)
        let shared = SharedPieces(pieces)
        let plan = files
        let known = settings
        let jobs = max(1, min(request.jobs, pieces.count))
        let readers = await withTaskGroup(of: PieceReader.self) { group in
            for worker in 0..<jobs {
                group.addTask {
                    var reader = PieceReader(request, plan, known, formats, progress, worker: worker)
                    while let piece = shared.next() { reader.read(piece) }
                    return reader
                }
            }
            var readers: [PieceReader] = []
            for await reader in group { readers.append(reader) }
            return readers
        }
        let reading = Self.merged(readers, files, request, settings, problems)
        return LogReading(reading, notes: notes)
    }

    private static func recognize(
        _ files: inout [InputFile],
        _ request: LogRequest,
        _ formats: NginxLogFormats,
        _ settings: inout DialectSettings,
        _ problems: inout [InputProblem]
    ) {
        for index in files.indices where files[index].canBeSplit {
            do {
                let head = try InputFile.head(of: try FileBytes(path: files[index].path))
                if settings.zoneMinutes == 0 { settings.zoneMinutes = FormatRecognizer.zone(in: head) ?? 0 }
                let recognizer = FormatRecognizer(settings: settings, known: formats)
                files[index].take(
                    request.format.map { RecognizedFormat(format: $0) }
                        ?? recognizer.recognize(head, at: files[index].path)
                )
            } catch {
                problems.append(InputProblem(place: files[index].name, message: error.message))
            }
        }
    }

    /// A file that cannot be searched is read, and says why it cannot be read then.
    private static func seek(
        _ files: inout [InputFile],
        _ request: LogRequest,
        _ settings: DialectSettings,
        _ notes: inout [String],
        _ problems: inout [InputProblem]
    ) {
        for index in files.indices {
            do {
                if let note = try files[index].seek(request, settings), notes.count < 40 { notes.append(note) }
            } catch {
                problems.append(InputProblem(place: files[index].name, message: error.message))
            }
        }
    }

    private static func merged(
        _ readers: [PieceReader],
        _ files: [InputFile],
        _ request: LogRequest,
        _ settings: DialectSettings,
        _ problems: [InputProblem]
    ) -> LogReading {
        var files = files
        var problems = problems
        var tally = Tally(since: request.since, until: request.until)
        for reader in readers {
            tally.merge(reader.tally)
            problems += reader.problems
            for (index, format) in reader.formats { files[index].take(format) }
        }
        return LogReading(tally: tally, files: files, zoneMinutes: settings.zoneMinutes, problems: problems, notes: [])
    }
}

extension LogReading {
    private init(_ reading: LogReading, notes: [String]) {
        self.init(
            tally: reading.tally,
            files: reading.files,
            zoneMinutes: reading.zoneMinutes,
            problems: reading.problems,
            notes: reading.notes + notes
        )
    }
}

/// The pieces that are still to be read; each worker takes the next.
private final class SharedPieces: Sendable {
    private let pieces: [Piece]
    private let taken = Atomic<Int>(0)

    init(_ pieces: [Piece]) { self.pieces = pieces }

    func next() -> Piece? {
        let index = self.taken.wrappingAdd(1, ordering: .relaxed).oldValue
        return index < self.pieces.count ? self.pieces[index] : nil
    }
}
