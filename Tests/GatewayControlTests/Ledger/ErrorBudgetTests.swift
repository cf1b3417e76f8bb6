import GatewayConfig
import Testing

@testable import GatewayControl

/// What a promise allows and what is left of it.
struct ErrorBudgetTests {
    private static func budget(_ availability: Int, _ answered: UInt64, _ failed: UInt64) -> ErrorBudget {
        ErrorBudget(objective: Objective(availability: availability), sums: .init(answered: answered, failed: failed))
    }

    @Test(arguments: [
        (99_900, 10_000, 0, 1.0, 0.0), (99_900, 10_000, 5, 0.5, 0.5), (99_900, 10_000, 10, 0.0, 1.0),
        (99_900, 10_000, 30, -2.0, 3.0), (90_000, 100, 5, 0.5, 0.5), (99_900, 0, 0, 1.0, 0.0),
    ])
    func tellsWhatIsLeftAndHowFastItGoes(
        availability: Int,
        answered: UInt64,
        failed: UInt64,
        remaining: Double,
        burn: Double
    ) {
        let budget = Self.budget(availability, answered, failed)
        #expect(abs(budget.remaining - remaining) < 1e-9)
        #expect(abs((budget.burnRate ?? .nan) - burn) < 1e-9)
    }

    @Test
    func aPromiseOfEverythingIsBrokenByOneFailure() {
        #expect(Self.budget(100_000, 1_000_000, 0).remaining == 1)
        #expect(Self.budget(100_000, 1_000_000, 1).remaining == 0)
        #expect(Self.budget(100_000, 1_000_000, 1).burnRate == nil)
    }

    @Test
    func requestsHaveAValueOnlyWhereOneIsSet() {
        #expect(ErrorBudget.value(4, Objective(valuePerRequest: 250)) == 1.0)
        #expect(ErrorBudget.value(4, Objective()) == nil)
    }
}
