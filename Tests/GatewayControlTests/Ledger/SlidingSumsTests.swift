import Testing

@testable import GatewayControl

/// Sums over the last hour and the last day.
struct SlidingSumsTests {
    /// One request a minute, each tenth fails, for `minutes`.
    private static func steady(_ minutes: Int) -> SlidingSums {
        var sums = SlidingSums()
        for minute in 0...minutes {
            sums.note(.init(answered: UInt64(minute), failed: UInt64(minute / 10)), minute: minute)
        }
        return sums
    }

    @Test
    func aYoungProcessHasItsWholeLifeInBothWindows() {
        let sums = Self.steady(42)
        #expect(sums.life == .init(answered: 42, failed: 4))
        #expect(sums.lastHour(minute: 42) == sums.life)
        #expect(sums.lastDay(minute: 42) == sums.life)
    }

    @Test
    func anHourIsAnHour() {
        let sums = Self.steady(500)
        #expect(sums.lastHour(minute: 500) == .init(answered: 60, failed: 6))
    }

    @Test
    func aDayIsADayToTheQuarter() {
        let sums = Self.steady(4000)
        let day = sums.lastDay(minute: 4000)
        #expect((1440..<1455).contains(day.answered))
        #expect((144...146).contains(day.failed))
    }

    @Test
    func whatHappenedBeforeTheWindowDoesNotCount() {
        var sums = SlidingSums()
        sums.note(.init(), minute: 0)
        sums.note(.init(answered: 1000, failed: 1000), minute: 1)
        for minute in 2...70 { sums.note(.init(answered: 1000 + UInt64(minute), failed: 1000), minute: minute) }
        #expect(sums.lastHour(minute: 70).failed == 0)
        #expect(sums.lastDay(minute: 70).failed == 1000)
    }

    /// Nobody asked for a while, and the minute's look was late.
    @Test
    func aGapLooksBackToTheLastSampleThatIsOldEnough() {
        var sums = SlidingSums()
        sums.note(.init(), minute: 0)
        sums.note(.init(answered: 10, failed: 1), minute: 5)
        sums.note(.init(answered: 50, failed: 2), minute: 300)
        #expect(sums.lastHour(minute: 300) == .init(answered: 40, failed: 1))
    }

    @Test
    func memoryIsBoundedOverMonths() {
        var sums = SlidingSums()
        for minute in 0..<100_000 { sums.note(.init(answered: UInt64(minute), failed: 0), minute: minute) }
        #expect(sums.sampleCount == 61 + 97)
    }

    @Test
    func sumsThatShrinkAreNotHugeNumbers() {
        var sums = SlidingSums()
        sums.note(.init(answered: 100, failed: 50), minute: 0)
        sums.note(.init(answered: 40, failed: 20), minute: 1)
        #expect(sums.lastHour(minute: 1) == .init())
    }
}
