import GatewayConfig
import GatewayCore

/// An origin that answers everything, sooner or later, with a gateway's limit and queue before it; in steps of 1 ms.
struct SlowOrigin {
    /// How work is done.
    enum Service {
        /// So many requests at a time, in order of arrival.
        case queue(Int)
        /// All at a time, together as fast as so many.
        case sharing(Int)
        /// All at a time, each as fast as ever.
        case unlimited
    }

    private struct Work {
        let dueAt: Int
        let beganAt: Int
        /// In the origin's progress for those that are worked on together, else milliseconds that are left.
        var end: Double
        /// The client gave up; the origin does not know.
        var isForgotten = false
    }

    var service: Service
    /// Milliseconds of work of a request that comes at a time.
    var work: (_ now: Int, _ chance: inout SeededGenerator) -> Double
    var isPaused: (_ now: Int) -> Bool = { _ in false }
    /// Requests a second, at a time; nil for a closed loop of `clients`.
    var rate: (_ now: Int) -> Double = { _ in 0 }
    var clients = 0
    /// Milliseconds after which a client leaves, and an answer is not in time any more.
    var patience = 2000
    var limit: BacklogLimit
    /// A limit that somebody set who knows the capacity.
    var oracle: Int?
    private var chance: SeededGenerator
    private var now = 0
    private var inside: [Work] = []
    private var forgotten = 0
    /// Milliseconds of work done for each of those that are worked on together.
    private var progressed = 0.0
    // Nobody inside is done or leaves before these, so that a step looks at all of them only when something happens:
    // thousands of them in every step took minutes without optimisation.
    private var nextEnd = Double.infinity
    private var nextLeaver = Int.max
    /// The oldest first: the newest is taken from the end, whoever waited too long from the beginning.
    private var queue: [Int] = []

    private(set) var offered = 0
    private(set) var inTime = 0
    private(set) var shed = 0
    private(set) var limits = 0

    init(_ service: Service, seed: UInt64, work: @escaping (Int, inout SeededGenerator) -> Double) {
        self.service = service
        self.work = work
        self.limit = BacklogLimit(OverloadPolicy())
        self.chance = SeededGenerator(seed: seed)
    }

    private var waiting: Int { self.inside.count - self.forgotten }
    private var time: UInt64 { UInt64(self.now) * 1_000_000 }

    mutating func run(seconds: Int) {
        for _ in 0..<seconds * 1000 {
            self.now += 1
            self.arrive()
            self.release()
            self.progress()
            self.answer()
            self.leave()
        }
    }

    private mutating func arrive() {
        // Ten throws a millisecond come close to independent arrivals.
        let share = self.rate(self.now) / 10_000
        var coming = 0
        for _ in 0..<10 where Double.random(in: 0..<1, using: &self.chance) < share { coming += 1 }
        if self.clients > 0 { coming = max(0, self.clients - self.waiting - self.queue.count) }
        self.offered += coming
        self.queue += Array(repeating: self.now, count: coming)
    }

    private mutating func release() {
        while !self.queue.isEmpty, self.hasRoom {
            let isNewestFirst = self.oracle != nil || self.limit.limit != nil
            let due = isNewestFirst ? self.queue.removeLast() : self.queue.removeFirst()
            self.begin(due: due)
            self.limit.began(waiting: self.waiting, now: self.time)
        }
        let overdue = self.queue.prefix { self.now - $0 >= 2000 }.count
        self.shed += overdue
        self.queue.removeFirst(overdue)
    }

    private var hasRoom: Bool {
        if let oracle { return self.waiting < oracle }
        return self.limit.hasRoom(waiting: self.waiting)
    }

    private mutating func begin(due: Int) {
        var end = self.work(self.now, &self.chance)
        switch self.service {
        case .queue: break
        case .sharing, .unlimited:
            end += self.progressed
            self.nextEnd = min(self.nextEnd, end)
        }
        self.inside.append(Work(dueAt: due, beganAt: self.now, end: end))
        self.nextLeaver = min(self.nextLeaver, due + self.patience + 1)
    }

    private mutating func progress() {
        guard !self.isPaused(self.now), !self.inside.isEmpty else { return }
        switch self.service {
        case .queue(let places):
            for index in self.inside.indices.prefix(places) { self.inside[index].end -= 1 }
        case .sharing(let places): self.progressed += min(1, Double(places) / Double(self.inside.count))
        case .unlimited: self.progressed += 1
        }
    }

    private mutating func answer() {
        switch self.service {
        case .queue(let places): self.answer(among: min(places, self.inside.count), done: 0)
        case .sharing, .unlimited:
            guard self.progressed >= self.nextEnd else { return }
            self.answer(among: self.inside.count, done: self.progressed)
            self.nextEnd = self.inside.reduce(.infinity) { min($0, $1.end) }
        }
    }

    private mutating func answer(among count: Int, done: Double) {
        let isDone = self.inside.prefix(count).map { $0.end <= done }
        for index in 0..<count where isDone[index] && !self.inside[index].isForgotten {
            self.answer(self.inside[index])
        }
        for index in (0..<count).reversed() where isDone[index] {
            if self.inside.remove(at: index).isForgotten { self.forgotten -= 1 }
        }
    }

    private mutating func answer(_ work: Work) {
        let change = self.limit.headCame(
            after: UInt64(self.now - work.beganAt + 1) * 1_000_000,
            beganAt: UInt64(work.beganAt) * 1_000_000,
            waiting: self.waiting,
            now: self.time
        )
        if let change, change.reason.isBeginning { self.limits += 1 }
        if self.now - work.dueAt <= self.patience { self.inTime += 1 }
    }

    private mutating func leave() {
        guard self.clients > 0 else { return }
        self.queue.removeFirst(self.queue.prefix { self.now - $0 > self.patience }.count)
        guard self.now >= self.nextLeaver else { return }
        self.nextLeaver = .max
        for index in self.inside.indices where !self.inside[index].isForgotten {
            let leavesAt = self.inside[index].dueAt + self.patience + 1
            guard leavesAt <= self.now else {
                self.nextLeaver = min(self.nextLeaver, leavesAt)
                continue
            }
            self.inside[index].isForgotten = true
            self.forgotten += 1
        }
    }
}
