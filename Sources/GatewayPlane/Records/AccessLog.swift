internal import GatewayBytes
internal import GatewayConfig
internal import GatewayReactor
internal import Synchronization

/// Writes log lines on a thread of its own, so that a slow disk or pipe never stops a worker.
///
/// Workers hand over whole batches. What does not fit into the bounded queue is dropped and counted.
final class AccessLog: Sendable {
    private struct State {
        var batches: [LogBatch] = []
        /// Written batches with their memory, for the next ones.
        var spare: [LogBatch] = []
        var mustReopen = false
        var isRunning = false
        var isStopping = false
        /// Called when the last line is written.
        var whenWritten: (@Sendable () -> Void)?
        var destination: GatewayConfig.AccessLog.Destination
    }

    private let state: Mutex<State>
    private let signal: ThreadSignal
    private let linesLost = Atomic<UInt64>(0)
    /// 256 batches of at most 64 KiB: 16 MiB.
    private static let longestQueue = 256

    init(destination: GatewayConfig.AccessLog.Destination) throws(SystemError) {
        var state = State(destination: destination)
        state.batches.reserveCapacity(Self.longestQueue)
        state.spare.reserveCapacity(Self.longestQueue)
        self.state = Mutex(state)
        self.signal = try ThreadSignal()
    }

    var lost: UInt64 { self.linesLost.load(ordering: .relaxed) }

    /// Starts the writing thread; it ends after `stop`.
    func start() throws(SystemError) {
        self.state.withLock { $0.isRunning = true }
        do throws(SystemError) {
            _ = try WorkerThread(name: "log") { self.run() }
        } catch {
            self.state.withLock { $0.isRunning = false }
            throw error
        }
    }

    /// Opens the file anew before the next batch: after a rotation, or a change of configuration.
    func reopen(destination: GatewayConfig.AccessLog.Destination? = nil) {
        self.state.withLock { state in
            state.mustReopen = true
            if let destination { state.destination = destination }
        }
        self.signal.raise()
    }

    /// Ends the thread after what was handed over is written, and then calls `whenWritten`.
    func stop(whenWritten: @escaping @Sendable () -> Void) {
        let isRunning = self.state.withLock { state in
            state.isStopping = true
            state.whenWritten = whenWritten
            return state.isRunning
        }
        if isRunning { self.signal.raise() } else { whenWritten() }
    }

    /// Takes the bytes out of `lines` and leaves it a buffer to fill, so that nothing is copied nor allocated.
    fileprivate func hand(over lines: inout Buffer, count: Int, isError: Bool) {
        let batch = self.state.withLock { state -> LogBatch? in
            guard state.batches.count < Self.longestQueue else { return nil }
            return state.spare.popLast() ?? LogBatch()
        }
        guard let batch else {
            self.linesLost.add(UInt64(count), ordering: .relaxed)
            return lines.clear()
        }
        batch.exchange(&lines, isError: isError)
        self.state.withLock { $0.batches.append(batch) }
        self.signal.raise()
    }

    private func run() {
        var file = self.open()
        var batches: [LogBatch] = []
        while true {
            let (mustReopen, isStopping) = self.state.withLock { state in
                state.spare.append(contentsOf: batches)
                batches.removeAll(keepingCapacity: true)
                swap(&batches, &state.batches)
                defer { state.mustReopen = false }
                return (state.mustReopen, state.isStopping)
            }
            if mustReopen { file = self.open() }
            for batch in batches {
                let lost = batch.write(to: file)
                if lost > 0 { self.linesLost.add(UInt64(lost), ordering: .relaxed) }
            }
            if isStopping {
                self.state.withLock { $0.whenWritten.take() }?()
                return
            }
            if batches.isEmpty { self.signal.wait() }
        }
    }

    private func open() -> AppendFile {
        let destination = self.state.withLock { $0.destination }
        switch destination {
        case .standardOutput: return .standardOutput
        case .file(let path):
            do throws(SystemError) {
                return try AppendFile(path: path)
            } catch {
                let line =
                    "goodgate: cannot open the access log \(path) (\(Errno.name(error.errno))); logging to standard error\n"
                _ = AppendFile.standardError.write(Array(line.utf8))
                return .standardError
            }
        }
    }
}

extension AccessLog {
    /// One worker's end of the log: lines collect here and are handed over by size or by time.
    final class Channel {
        let log: AccessLog
        let lines = Cell(Buffer())
        private let errors = Cell(Buffer())
        private var lineCount = 0
        private var errorCount = 0
        private var lastFlush: UInt64 = 0
        private static let batchSize = 49_152
        private static let batchTime: UInt64 = 200_000_000

        init(log: AccessLog) {
            self.log = log
        }

        /// A line was appended to `lines`.
        func lineEnded(now: UInt64) {
            self.lineCount += 1
            if self.lines.value.count >= Self.batchSize { self.flush(now: now) }
        }

        /// Takes a line of its own among those of requests.
        func event(_ line: borrowing Buffer, now: UInt64) {
            self.lines.value.append(line.span)
            self.lineEnded(now: now)
        }

        /// Takes a line that is written even when the access log is off: an error the gateway made.
        func error(_ line: borrowing Buffer) {
            self.errors.value.append(line.span)
            self.errorCount += 1
            if self.errors.value.count >= Self.batchSize { self.flushErrors() }
        }

        func flushIfDue(now: UInt64) {
            guard self.lineCount > 0 || self.errorCount > 0, now >= self.lastFlush + Self.batchTime else { return }
            self.flush(now: now)
        }

        /// Whether lines wait, so that the loop must not sleep past their time.
        var isWaiting: Bool { self.lineCount > 0 || self.errorCount > 0 }

        func flush(now: UInt64) {
            self.lastFlush = now
            if self.lineCount > 0 {
                self.log.hand(over: &self.lines.value, count: self.lineCount, isError: false)
                self.lineCount = 0
            }
            self.flushErrors()
        }

        private func flushErrors() {
            guard self.errorCount > 0 else { return }
            self.log.hand(over: &self.errors.value, count: self.errorCount, isError: true)
            self.errorCount = 0
        }
    }
}
