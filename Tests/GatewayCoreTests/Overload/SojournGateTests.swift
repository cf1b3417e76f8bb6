import GatewayConfig
import GatewayCore
import Testing

@Suite struct SojournGateTests {
    private static let millisecond: UInt64 = 1_000_000

    private func gate() -> SojournGate { SojournGate(wait: WaitPolicy(), overload: OverloadPolicy()) }

    /// Serves one request every 10 ms that waited `waits`, and says how many were served.
    private func serve(_ gate: inout SojournGate, from: UInt64, milliseconds: UInt64, waits: UInt64) -> Int {
        var served = 0
        for step in stride(from: from, to: from + milliseconds, by: 10) {
            let now = (10_000 + step) * Self.millisecond
            if gate.serves(enqueuedAt: now - waits * Self.millisecond, now: now) { served += 1 }
        }
        return served
    }

    @Test func aBurstIsLetThrough() {
        var gate = self.gate()
        #expect(self.serve(&gate, from: 0, milliseconds: 1900, waits: 1900) == 190)
        #expect(self.serve(&gate, from: 1900, milliseconds: 200, waits: 20) == 20, "one short wait is enough")
        #expect(self.serve(&gate, from: 2100, milliseconds: 1800, waits: 1900) == 180)
        #expect(!gate.isCutting)
    }

    @Test func theTimeOfTheAnswerIsPartOfTheWait() {
        let gate = self.gate()
        #expect(gate.longestWait(beforeAnswerOf: 0) == 2000 * Self.millisecond)
        #expect(gate.longestWait(beforeAnswerOf: 100 * Self.millisecond) == 1900 * Self.millisecond)
        #expect(gate.longestWait(beforeAnswerOf: 1001 * Self.millisecond) == 2000 * Self.millisecond)
        #expect(gate.longestWait(beforeAnswerOf: .max) == 2000 * Self.millisecond)
    }

    @Test func aStandingQueueIsCutUntilItEmpties() {
        var gate = self.gate()
        #expect(gate.longestWait == 2000 * Self.millisecond)
        #expect(self.serve(&gate, from: 0, milliseconds: 2000, waits: 600) == 200)
        #expect(self.serve(&gate, from: 2000, milliseconds: 1000, waits: 600) == 0)
        #expect(gate.isCutting && gate.longestWait == 500 * Self.millisecond)
        #expect(self.serve(&gate, from: 3000, milliseconds: 5000, waits: 400) == 500)
        #expect(gate.isCutting, "waits are short because they are cut")
        gate.emptied()
        #expect(!gate.isCutting)
        #expect(self.serve(&gate, from: 8000, milliseconds: 1500, waits: 600) == 150)
    }

    @Test func nobodyWaitsLongerThanTheLongestWait() {
        var gate = self.gate()
        #expect(gate.serves(enqueuedAt: 0, now: 2000 * Self.millisecond) == true)
        #expect(gate.serves(enqueuedAt: 0, now: 2001 * Self.millisecond) == false)
    }

    @Test func aPauseWithoutServiceSaysNothing() {
        var gate = self.gate()
        _ = self.serve(&gate, from: 0, milliseconds: 100, waits: 20)
        _ = self.serve(&gate, from: 60_000, milliseconds: 10, waits: 1500)
        _ = self.serve(&gate, from: 61_000, milliseconds: 10, waits: 1500)
        #expect(!gate.isCutting)
    }

    @Test func switchedOffItKeepsTheLongestWait() {
        for overload in [OverloadPolicy(sojourn: .off), OverloadPolicy(interval: .off)] {
            var gate = SojournGate(wait: WaitPolicy(), overload: overload)
            #expect(self.serve(&gate, from: 0, milliseconds: 9000, waits: 1999) == 900)
        }
    }

    @Test func timeThatGoesBackIsNoWait() {
        var gate = self.gate()
        #expect(gate.serves(enqueuedAt: .max, now: 0) == true)
        #expect(gate.serves(enqueuedAt: .max, now: .max) == true)
        #expect(gate.serves(enqueuedAt: 0, now: .max) == false)
    }
}
