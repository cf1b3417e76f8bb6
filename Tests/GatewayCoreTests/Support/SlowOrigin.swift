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
        var distance: Double
        var left: Double
        /// The client gave up; the origin does not know.
        var isForgotten = false
    }

    var service: Service
    /// Milliseconds of work of a request that comes at a time.
    var work: (_ now: Int, _ chance: inout SeededGenerator) -> Double
    /// Milliseconds on the way.
    var distance = 0.0
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

    private var waiting: Int { self.inside.count { !$0.isForgotten } }
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
            let work = self.work(self.now, &self.chance)
            self.inside.append(Work(dueAt: due, beganAt: self.now, distance: self.distance, left: work))
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

    private mutating func progress() {
        guard !self.isPaused(self.now) else { return }
        var busy = 0
        let there = self.inside.count { $0.distance <= 0 }
        for index in self.inside.indices {
            guard self.inside[index].distance <= 0 else {
                self.inside[index].distance -= 1
                continue
            }
            switch self.service {
            case .queue(let places) where busy >= places: break
            case .queue, .unlimited: self.inside[index].left -= 1
            case .sharing(let places): self.inside[index].left -= min(1, Double(places) / Double(there))
            }
            busy += 1
        }
    }

    private mutating func answer() {
        for work in self.inside where work.left <= 0 && !work.isForgotten {
            let taken = UInt64(self.now - work.beganAt + 1) * 1_000_000
            let change = self.limit.headCame(
                after: taken,
                beganAt: UInt64(work.beganAt) * 1_000_000,
                waiting: self.waiting,
                now: self.time
            )
            if let change, change.reason.isBeginning { self.limits += 1 }
            if self.now - work.dueAt <= self.patience { self.inTime += 1 }
        }
        self.inside.removeAll { $0.left <= 0 }
    }

    private mutating func leave() {
        guard self.clients > 0 else { return }
        for index in self.inside.indices where self.now - self.inside[index].dueAt > self.patience {
            self.inside[index].isForgotten = true
        }
        self.queue.removeAll { self.now - $0 > self.patience }
    }
}
