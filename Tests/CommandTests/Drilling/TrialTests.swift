import GatewayConfig
import GatewayLab
import Testing

@testable import goodgate

/// The truths of the trials bite: each fails where the gateway lacks what they prove, and says so in a line.
///
/// That they hold by default is for `ShowTests.allPlacesAgreeOnEveryFault`. One after the other, because some measure.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct TrialTests {
    /// What the drill says of one scenario when its route is changed.
    private static func differences(
        _ name: String,
        changing change: (inout Route) -> Void
    ) async throws -> [String] {
        let drill = try #require(DrillCase.all.first { $0.name == name })
        let house = try await DrillHouse.open { route in
            if route.name == name { change(&route) }
        }
        do {
            let verdicts = try await DrillRun(house: house).run([drill])
            await house.close()
            let verdict = try #require(verdicts.first)
            #expect(verdict.agrees == verdict.differences.isEmpty)
            #expect(!DrillReport(verdicts: verdicts, seconds: 1).isGood)
            return verdict.differences
        } catch {
            await house.close()
            throw error
        }
    }

    @Test
    func aGapIsSeenWithoutWaiting() async throws {
        let told = try await Self.differences("restart-gap") { $0.wait.longest = .off }
        #expect(told.contains { $0.hasPrefix("page: round 2: 10 of 10 got an error, status 50") }, "\(told)")
        #expect(told.contains("metric: nothing counts as prevented by wait"), "\(told)")
        #expect(told.contains("explain: nothing recorded was saved by wait"), "\(told)")
    }

    @Test
    func aServerThatLeavesIsSeenWhereNothingElseServes() async throws {
        let told = try await Self.differences("rolling") { $0.endpoints.removeLast() }
        // Who waits is served when it is back; that is late for somebody who has another server.
        #expect(told.contains { $0.hasPrefix("page: round 2: 20 of 20 took over 800 ms") }, "\(told)")
    }

    @Test
    func aSlowServerGetsHalfInTurns() async throws {
        let told = try await Self.differences("slow-beside-fast") { $0.balance.method = .roundRobin }
        #expect(told == ["page: round 1: the peer got 150 of 300 requests, which may be 20 % or more"])
    }

    @Test
    func aSickServerIsNotNoticedWithoutAskingIt() async throws {
        let told = try await Self.differences("health-failing") { $0.health.check = nil }
        #expect(told.contains("page: round 2 did not begin: the log does not say that the endpoint is down"))
        #expect(told.contains("log: no endpoint_state to down for check_failed"))
    }

    @Test
    func aCrowdIsLateWithoutALimit() async throws {
        let told = try await Self.differences("overloaded") { $0.overload.watchesBacklog = false }
        #expect(told.contains("log: no endpoint_backlog to limited for queue_grows"), "\(told)")
    }

    @Test
    func anAddressThatMovedIsNotFoundWithoutItsName() async throws {
        let told = try await Self.differences("address-moves") { route in
            guard case .tcp(_, let port) = route.endpoints[0].address else { return }
            route.endpoints[0].address = .tcp(host: "127.0.0.2", port: port)
            route.wait.longest = .off
        }
        #expect(told.contains("page: round 1: 5 of 5 got an error, status 502"), "\(told)")
        #expect(told.contains("metric: nothing counts as prevented by resolve"), "\(told)")
    }
}
