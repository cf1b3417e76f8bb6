/// What programs write when something happens to a process, found in one pass over a message.
///
/// Each sign is what the program in question writes. Where a line has several, the one that stands first in the list
/// decides.
struct EventSigns: Sendable {
    static let shared = EventSigns()

    private static let signs: [(LogEvent, [String])] = [
        (
            .outOfMemory,
            [
                "Out of memory: Kill", "oom-kill", "oom_reaper", "heap out of memory", "MemoryError", "OOMKilled",
                "Allowed memory size of", "runtime: out of memory",
            ]
        ),
        (
            .workersExhausted,
            [
                "server reached pm.max_children", "server reached max_children", "seems busy",
                "uWSGI listen queue of socket",
            ]
        ),
        (
            .workerKilled,
            ["WORKER TIMEOUT", "execution timed out", "was sent SIGKILL", "was sent SIGTERM", "HARAKIRI"]
        ),
        (
            .crashed,
            [
                "exited on signal", "segfault at", "code=dumped", "code=killed",
                "Main process exited, code=exited, status=", "Failed with result", "UnhandledPromiseRejection",
                "triggerUncaughtException", "Uncaught Exception", "EADDRINUSE", "Worker failed to boot",
                "State changed from up to crashed", "panic: ", "exited with code 255", "exited with code [1]",
                "Back-off restarting failed container", "CrashLoopBackOff",
            ]
        ),
        (.certificateExpired, ["certificate has expired", "certificate expired", "CERT_HAS_EXPIRED"]),
        // HAProxy about its servers.
        (.serverDown, [" is DOWN, reason", " has no server available!"]),
        (.serverUp, [" is UP, reason", " is UP (leaving forced maintenance)"]),
        (.deployed, ["Scaled up replica set", "Created new replicaSet"]),
        (.started, ["MESSAGE=Started ", "ready to handle connections"]),
        (.stopped, ["MESSAGE=Stopped ", "Stopping container "]),
        (
            .reloaded,
            [
                "MESSAGE=Reloaded ", "reloading: execvp", "Reloading in progress", "Hang up: Master",
                "Loading success.", "Reloading HAProxy",
            ]
        ),
        (
            .started,
            [
                "Booting worker with pid", "Starting gunicorn", "State changed from starting to up",
                "fpm is running, pid",
                "] starting in -",
            ]
        ),
        (
            .stopped,
            ["Finishing ...", "Shutting down: Master", "Handling signal: term", "Terminating ...", "Stopping app:"]
        ),
        // Its messages are words of every day, so they count only from it.
        (.none, ["systemd"]),
    ]

    private let texts: [UInt8]
    /// Where each sign begins in `texts`; one more than there are signs.
    private let starts: [Int]
    private let events: [LogEvent]
    /// A bit for each pair of bytes that a sign begins with.
    private let pairs: [UInt64]

    private init() {
        var texts: [UInt8] = []
        var starts = [0]
        var events: [LogEvent] = []
        var pairs = [UInt64](repeating: 0, count: 1024)
        for (event, signs) in Self.signs {
            for sign in signs.map({ Array($0.utf8) }) {
                texts += sign
                starts.append(texts.count)
                events.append(event)
                let pair = Self.pair(sign[0], sign[1])
                pairs[pair >> 6] |= 1 << UInt64(pair & 63)
            }
        }
        self.texts = texts
        self.starts = starts
        self.events = events
        self.pairs = pairs
    }

    @inline(__always)
    private static func pair(_ first: UInt8, _ second: UInt8) -> Int { Int(first) << 8 | Int(second) }

    /// What the message tells of.
    func event(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int) -> LogEvent {
        var best = self.events.count
        var at = start
        while at &+ 1 < end {
            let pair = Self.pair(bytes[at], bytes[at &+ 1])
            if self.pairs[pair >> 6] & (1 << UInt64(pair & 63)) != 0 {
                best = self.first(below: best, bytes, at, end)
                if best == 0 { break }
            }
            at &+= 1
        }
        guard best < self.events.count else { return .none }
        guard self.events[best] == .none else { return self.events[best] }
        return Self.eventOfUnits(bytes, start, end)
    }

    private static func eventOfUnits(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int) -> LogEvent {
        func has(_ text: StaticString) -> Bool { Text.find(text, in: bytes, from: start, to: end) != nil }
        if has(": Started ") { return .started }
        if has(": Stopped ") { return .stopped }
        return has(": Reloaded ") ? .reloaded : .none
    }

    /// What systemd says of a unit, where the line itself does not say that it is from systemd.
    static func event(ofUnit message: Slice, _ bytes: borrowing Span<UInt8>) -> LogEvent {
        if Text.begins("Started ", in: bytes, at: message.lower, to: message.upper) { return .started }
        if Text.begins("Stopped ", in: bytes, at: message.lower, to: message.upper) { return .stopped }
        return Text.begins("Reloaded ", in: bytes, at: message.lower, to: message.upper) ? .reloaded : .none
    }

    /// The first sign that stands here, of those before another.
    private func first(below limit: Int, _ bytes: borrowing Span<UInt8>, _ at: Int, _ end: Int) -> Int {
        for sign in 0..<limit {
            let from = self.starts[sign]
            let count = self.starts[sign + 1] - from
            guard at + count <= end, self.texts[from] == bytes[at], self.texts[from + 1] == bytes[at + 1] else {
                continue
            }
            if (2..<count).allSatisfy({ self.texts[from + $0] == bytes[at + $0] }) { return sign }
        }
        return limit
    }
}
