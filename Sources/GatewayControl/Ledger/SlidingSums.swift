/// Two growing sums, looked at over the last hour and the last day.
///
/// Keeps what they were at the end of past slots: of every minute for an hour, of every quarter for a day. Bounded and
/// small: 158 samples. A process that is younger than a window has its whole life in it.
struct SlidingSums {
    /// Sums at one moment.
    struct Sample: Hashable, Sendable {
        var answered: UInt64 = 0
        var failed: UInt64 = 0

        static func - (now: Sample, then: Sample) -> Sample {
            // Sums only grow; a report without a worker that just ended must not become a huge number.
            Sample(
                answered: now.answered > then.answered ? now.answered - then.answered : 0,
                failed: now.failed > then.failed ? now.failed - then.failed : 0
            )
        }
    }

    private struct Ring {
        let minutesPerSlot: Int
        let capacity: Int
        var samples: [(slot: Int, sample: Sample)] = []

        /// Keeps the first sample of each slot.
        mutating func note(_ sample: Sample, minute: Int) {
            let slot = minute / self.minutesPerSlot
            guard slot > self.samples.last?.slot ?? -1 else { return }
            if self.samples.count == self.capacity { self.samples.removeFirst() }
            self.samples.append((slot, sample))
        }

        /// What the sums were `slots` ago, or at the start.
        func sample(slotsAgo slots: Int, minute: Int) -> Sample? {
            let from = minute / self.minutesPerSlot - slots
            // The newest that is old enough; where none is, the process is younger than the window.
            return (self.samples.last { $0.slot <= from } ?? self.samples.first)?.sample
        }
    }

    private var minutes = Ring(minutesPerSlot: 1, capacity: 61)
    private var quarters = Ring(minutesPerSlot: 15, capacity: 97)
    private(set) var life = Sample()

    var sampleCount: Int { self.minutes.samples.count + self.quarters.samples.count }

    /// - Parameter minute: minutes of a clock that never goes back
    mutating func note(_ sample: Sample, minute: Int) {
        self.life = sample
        self.minutes.note(sample, minute: minute)
        self.quarters.note(sample, minute: minute)
    }

    func lastHour(minute: Int) -> Sample {
        self.life - (self.minutes.sample(slotsAgo: 60, minute: minute) ?? Sample())
    }

    func lastDay(minute: Int) -> Sample {
        self.life - (self.quarters.sample(slotsAgo: 96, minute: minute) ?? Sample())
    }
}
