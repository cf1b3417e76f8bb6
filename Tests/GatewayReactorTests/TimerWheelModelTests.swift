import GatewayReactor
import Testing

/// Random histories of the wheel, compared with a dictionary from owner to deadline.
@Suite struct TimerWheelModelTests {
    private static let tick = TimerWheel.tick
    private static let millisecond: UInt64 = 1_000_000

    private struct Broken: Error { var what: String }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func theWheelBehavesLikeADictionary(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var now = UInt64.random(in: 0..<1 << 50, using: &random)
        var wheel = TimerWheel(now: now)
        var model: [UInt32: UInt64] = [:]
        // From a handful, which leaves the wheel nearly empty, to thousands, which share slots.
        let owners: UInt32 = [3, 40, 5000][Int(seed % 3)]
        for _ in 0..<3000 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<6:
                let owner = UInt32.random(in: 0..<owners, using: &random)
                let deadline = now &+ self.delay(&random)
                wheel.set(owner, deadline: deadline)
                model[owner] = deadline
            case 6:
                let owner = UInt32.random(in: 0..<owners * 2, using: &random)
                wheel.cancel(owner)
                model[owner] = nil
            default:
                now += self.delay(&random) / UInt64.random(in: 1...100, using: &random)
                try self.expire(&wheel, &model, now)
                try self.checkWait(wheel, model, now, isDrained: true)
            }
            guard wheel.count == model.count else { throw Broken(what: "\(wheel.count) of \(model.count)") }
            try self.checkWait(wheel, model, now, isDrained: false)
        }
        try self.expire(&wheel, &model, now + 1 << 40)
        #expect(model.isEmpty)
        #expect(wheel.count == 0)
    }

    /// From nothing to minutes, with a liking for ticks and turns.
    private func delay(_ random: inout SeededGenerator) -> UInt64 {
        let limits: [UInt64] = [1, Self.tick, 100 * Self.tick, 4096 * Self.tick, 20_000 * Self.tick]
        let limit = limits.randomElement(using: &random) ?? 1
        let delay = UInt64.random(in: 0...limit, using: &random)
        return Bool.random(using: &random) ? delay : delay / Self.tick * Self.tick
    }

    private func expire(_ wheel: inout TimerWheel, _ model: inout [UInt32: UInt64], _ now: UInt64) throws {
        while let owner = wheel.expired(now: now) {
            guard let deadline = model.removeValue(forKey: owner) else { throw Broken(what: "\(owner) fired twice") }
            guard deadline <= now else { throw Broken(what: "\(owner) fired \(deadline - now) ns early") }
        }
        if let late = model.first(where: { $0.value + Self.tick <= now }) {
            throw Broken(what: "\(late.key) is \(now - late.value) ns late")
        }
    }

    private func checkWait(
        _ wheel: borrowing TimerWheel,
        _ model: [UInt32: UInt64],
        _ now: UInt64,
        isDrained: Bool
    ) throws {
        let wait = wheel.waitMilliseconds(now: now, limit: 1000)
        guard (0...1000).contains(wait) else { throw Broken(what: "sleeps \(wait) ms") }
        // A wheel that has nothing to give must not keep the loop turning.
        guard wait > 0 || !isDrained else { throw Broken(what: "does not sleep, with nothing due") }
        guard let first = model.values.min() else { return }
        let wakes = now + UInt64(wait) * Self.millisecond
        guard wakes <= max(first, now) + Self.tick + Self.millisecond else {
            throw Broken(what: "sleeps \(wait) ms, past a deadline in \(max(first, now) - now) ns")
        }
    }
}
