import Synchronization

/// How far the reading is and what it has counted so far, for whoever shows it; written by all workers.
///
/// A worker is asked for what it counted and gives a copy when it has read its next piece: nothing that it counts with
/// is shared.
public final class LogProgress: Sendable {
    /// What interim findings are made of: enough for the largest causes, and little to copy.
    private static let mostRecords = 8192

    private let doneBytes = Atomic<Int>(0)
    private let allBytes = Atomic<Int>(0)
    /// How often somebody has asked.
    private let questions = Atomic<Int>(0)
    private let files = Mutex<[InputFile]>([])
    private let answers = Mutex<[Int: Tally]>([:])

    public init() {}

    func begin(_ bytes: Int, _ files: [InputFile]) {
        self.allBytes.store(bytes, ordering: .relaxed)
        self.files.withLock { $0 = files }
    }

    func done(_ bytes: Int) { self.doneBytes.wrappingAdd(bytes, ordering: .relaxed) }

    /// Gives what a worker has counted, if somebody has asked since it last did.
    func offer(_ tally: Tally, of worker: Int, answered: inout Int) {
        let asked = self.questions.load(ordering: .relaxed)
        guard asked != answered else { return }
        answered = asked
        let copy = tally.interim(mostRecords: Self.mostRecords)
        self.answers.withLock { $0[worker] = copy }
    }

    /// Bytes of files that were read, and those of all; 0 while that is not known.
    public var bytes: (done: Int, all: Int) {
        (self.doneBytes.load(ordering: .relaxed), self.allBytes.load(ordering: .relaxed))
    }

    /// Asks the workers for what they have counted; the answers come with `interim` a little later.
    public func ask() { self.questions.wrappingAdd(1, ordering: .relaxed) }

    /// What was counted when it was last asked for; nil as long as nobody has answered.
    public var interim: LogReading? {
        let answers = self.answers.withLock { $0 }
        guard let first = answers.values.first else { return nil }
        var tally = first.interim(mostRecords: Self.mostRecords * answers.count)
        for other in answers.values.dropFirst() { tally.merge(other) }
        return LogReading(
            tally: tally,
            files: self.files.withLock { $0 },
            zoneMinutes: 0,
            problems: [],
            notes: []
        )
    }
}
