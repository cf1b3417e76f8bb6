/// A browser's recording (HAR), read piece by piece: which of its requests failed, and why.
public struct Recording {
    public enum Problem: Error, Hashable, Sendable {
        case notJSON
        case tooDeep
        case endsEarly
        case noEntries

        public var message: String {
            switch self {
            case .notJSON: "it is no JSON object"
            case .tooDeep: "its JSON is nested too deeply"
            case .endsEarly: "it ends in the middle"
            case .noEntries: "it is no recording: there is no `log.entries`"
            }
        }
    }

    private var reader = RecordingReader()
    /// Requests so far.
    public private(set) var count = 0
    /// Entries that could not be read.
    public private(set) var unreadable = 0
    public private(set) var failed = 0
    public private(set) var timeLine = RecordingTimeLine()

    public init() {}

    /// Entries that were larger than any request that a browser records.
    public var skipped: Int { self.reader.skipped }

    /// Reads on; `take` gets each failure in the order of the recording.
    public mutating func read(_ bytes: [UInt8], take: (RecordedFailure) -> Void) throws(Problem) {
        var entries: [[UInt8]] = []
        do throws(RecordingReader.Problem) {
            try self.reader.read(bytes) { entries.append($0) }
        } catch {
            throw Self.problem(error)
        }
        for bytes in entries {
            self.count += 1
            guard let entry = RecordedEntry.decode(bytes) else {
                self.unreadable += 1
                continue
            }
            let failure = RecordedFailure(entry, number: self.count)
            if let started = entry.started { self.timeLine.note(started, isFailed: failure != nil) }
            guard let failure else { continue }
            self.failed += 1
            take(failure)
        }
    }

    public func end() throws(Problem) {
        do throws(RecordingReader.Problem) {
            try self.reader.end()
        } catch {
            throw Self.problem(error)
        }
    }

    static func problem(_ problem: RecordingReader.Problem) -> Problem {
        switch problem {
        case .notJSON: .notJSON
        case .tooDeep: .tooDeep
        case .endsEarly: .endsEarly
        case .noEntries: .noEntries
        }
    }
}
