import GatewayBytes
import GatewayCore
import Testing

@Suite struct WaitingQueueTests {
    private func key(_ number: Int) -> SlabKey { SlabKey(index: UInt32(number), generation: 1) }

    private func ticket(_ admission: WaitingQueue.Admission) -> WaitingQueue.Ticket? {
        switch admission {
        case .waits(let ticket), .displaces(let ticket, _): ticket
        case .full: nil
        }
    }

    @Test func theMostUrgentComesFirstThenTheOldest() {
        var queue = WaitingQueue(capacity: 10)
        for (number, urgency) in [3, 0, 7, 3, 0, -5, 99].enumerated() {
            _ = queue.push(self.key(number), urgency: urgency, now: UInt64(number))
        }
        var order: [UInt32] = []
        while let waiter = queue.pop() { order.append(waiter.key.index) }
        #expect(order == [1, 4, 5, 0, 3, 2, 6])
        #expect(queue.isEmpty && queue.pop() == nil)
    }

    @Test func theNewestOfTheMostUrgentOnesWhereAskedFor() {
        var queue = WaitingQueue(capacity: 10)
        for (number, urgency) in [3, 0, 3, 0, 3].enumerated() {
            _ = queue.push(self.key(number), urgency: urgency, now: UInt64(number))
        }
        var order: [UInt32] = []
        while let waiter = queue.pop(newestFirst: true) { order.append(waiter.key.index) }
        #expect(order == [3, 1, 4, 2, 0])
    }

    @Test func aFullQueueTakesOnlyWhatIsMoreUrgent() {
        var queue = WaitingQueue(capacity: 2)
        _ = queue.push(self.key(1), urgency: 3, now: 1)
        _ = queue.push(self.key(2), urgency: 5, now: 2)
        #expect(queue.push(self.key(3), urgency: 5, now: 3) == .full)
        guard case .displaces(_, let displaced) = queue.push(self.key(4), urgency: 4, now: 4) else {
            Issue.record("urgency 4 goes before urgency 5")
            return
        }
        #expect(displaced == .init(key: self.key(2), enqueuedAt: 2, urgency: 5))
        #expect(queue.push(self.key(5), urgency: 7, now: 5) == .full)
        #expect(queue.count == 2 && queue.pop()?.key == self.key(1) && queue.pop()?.key == self.key(4))
    }

    @Test(arguments: [0, -1]) func aQueueWithoutPlacesIsFull(capacity: Int) {
        var queue = WaitingQueue(capacity: capacity)
        #expect(queue.push(self.key(1), urgency: 0, now: 0) == .full)
    }

    @Test func anOutdatedTicketRemovesNobody() throws {
        var queue = WaitingQueue(capacity: 4)
        let first = try #require(self.ticket(queue.push(self.key(1), now: 0)))
        #expect(queue.remove(first) == true)
        #expect(queue.remove(first) == false)
        _ = queue.push(self.key(2), now: 1)
        #expect(queue.remove(first) == false, "the node is somebody else's now")
        #expect(queue.remove(.none) == false)
        #expect(queue.count == 1)
    }

    @Test func theOldestOfAllExpiresFirst() {
        var queue = WaitingQueue(capacity: 4)
        #expect(queue.nextDeadline(longest: 10) == nil && queue.expire(.max, longest: 0) == nil)
        _ = queue.push(self.key(1), urgency: 7, now: 100)
        _ = queue.push(self.key(2), urgency: 0, now: 103)
        #expect(queue.nextDeadline(longest: 10) == 110)
        #expect(queue.nextDeadline(longest: .max) == .max)
        #expect(queue.expire(109, longest: 10) == nil)
        #expect(queue.expire(110, longest: 10)?.key == self.key(1))
        #expect(queue.expire(110, longest: 10) == nil && queue.nextDeadline(longest: 10) == 113)
        #expect(queue.expire(104, longest: 0)?.key == self.key(2), "a wait that was cut ends at once")
    }

    /// Random histories against a plain array.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func behavesLikeASortedArray(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var queue = WaitingQueue(capacity: Int.random(in: 1...40, using: &random))
        var model: [(waiter: WaitingQueue.Waiter, ticket: WaitingQueue.Ticket)] = []
        var old: [WaitingQueue.Ticket] = []
        for step in 0..<4000 {
            let now = UInt64(step)
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5:
                let urgency = Int.random(in: 0...7, using: &random)
                let waiter = WaitingQueue.Waiter(key: self.key(step), enqueuedAt: now, urgency: urgency)
                switch queue.push(waiter.key, urgency: urgency, now: now) {
                case .waits(let ticket):
                    #expect(model.count < queue.capacity)
                    model.append((waiter, ticket))
                case .displaces(let ticket, let displaced):
                    let least = model.map(\.waiter.urgency).max()
                    #expect(
                        model.last { $0.waiter.urgency == least }?.waiter == displaced && displaced.urgency > urgency
                    )
                    model.removeAll { $0.waiter == displaced }
                    model.append((waiter, ticket))
                case .full:
                    #expect(model.count == queue.capacity && model.allSatisfy { $0.waiter.urgency <= urgency })
                }
            case 5..<7:
                let best = model.map(\.waiter.urgency).min()
                let expected = model.first { $0.waiter.urgency == best }
                #expect(queue.pop() == expected?.waiter)
                model.removeAll { $0.waiter == expected?.waiter }
                if let expected { old.append(expected.ticket) }
            case 7:
                guard let leaving = model.randomElement(using: &random) else { continue }
                #expect(queue.remove(leaving.ticket) == true)
                model.removeAll { $0.waiter == leaving.waiter }
                old.append(leaving.ticket)
            case 8:
                if let ticket = old.randomElement(using: &random) { #expect(queue.remove(ticket) == false) }
            default:
                #expect(queue.nextDeadline(longest: 50) == model.first.map { $0.waiter.enqueuedAt + 50 })
                let expected = model.first.flatMap { $0.waiter.enqueuedAt + 50 <= now ? $0.waiter : nil }
                #expect(queue.expire(now, longest: 50) == expected)
                model.removeAll { $0.waiter == expected }
            }
            #expect(queue.count == model.count)
        }
    }
}
