import GatewayConfig
import GatewayFaults
import Testing

@testable import GatewayControl
@testable import GatewayPlane

/// What is counted for and against a route's objective.
struct LedgerTests {
    private static func configuration(_ names: String...) -> Configuration {
        Configuration(routes: names.map { Route(name: $0, endpoints: [], objective: Objective(availability: 99_000)) })
    }

    private static func report(_ answered: UInt64, _ faults: (Fault.Detail, Fault.Side, UInt64)...) -> PlaneReport {
        var report = PlaneReport()
        var route = PlaneReport.Route(name: "shop")
        route.statusClasses = [7, 0, answered, 0, 0, 0]
        report.routes = [route]
        report.visible = faults.map { detail, side, count in
            VisibleFault(key: .init(route: "shop", endpoint: "-", detail: detail, side: side), count: count)
        }
        return report
    }

    @Test
    func faultsOfTheClientAndMaintenanceBreakNoPromise() throws {
        var ledger = Ledger()
        let report = Self.report(
            100,
            (.connectRefused, .upstream, 2),
            (.overloaded, .gateway, 1),
            (.requestHeadTimeout, .client, 50),
            (.maintenance, .gateway, 40)
        )
        ledger.note(report, Self.configuration("shop"), minute: 0)
        let standing = try #require(ledger.standings(Self.configuration("shop"), minute: 0).first)
        // Seven clients left: nobody was answered.
        #expect(standing.life.sums == .init(answered: 100, failed: 3))
        #expect(standing.hour.sums == standing.life.sums)
    }

    @Test
    func aRouteWithoutObjectiveHasNone() {
        var ledger = Ledger()
        let configuration = Configuration(routes: [Route(name: "shop", endpoints: [])])
        ledger.note(Self.report(1), configuration, minute: 0)
        #expect(ledger.standings(configuration, minute: 0).isEmpty)
    }

    @Test
    func anObjectiveThatAReloadBringsCountsFromThenOnInItsWindows() throws {
        var ledger = Ledger()
        ledger.note(PlaneReport(), Configuration(), minute: 0)
        ledger.note(Self.report(100, (.connectRefused, .upstream, 10)), Self.configuration("shop"), minute: 9)
        ledger.note(Self.report(150, (.connectRefused, .upstream, 11)), Self.configuration("shop"), minute: 10)
        let standing = try #require(ledger.standings(Self.configuration("shop"), minute: 10).first)
        #expect(standing.life.sums == .init(answered: 150, failed: 11))
        #expect(standing.hour.sums == .init(answered: 50, failed: 1))
    }

    @Test
    func aRouteThatIsGoneIsForgotten() {
        var ledger = Ledger()
        ledger.note(Self.report(1), Self.configuration("shop"), minute: 0)
        ledger.note(Self.report(1), Self.configuration("other"), minute: 1)
        #expect(ledger.standings(Self.configuration("shop"), minute: 1).isEmpty)
    }

    @Test
    func moreRoutesThanTheBoundAreLeftOut() {
        var ledger = Ledger()
        let routes = (0..<Ledger.mostRoutes + 5).map { Route(name: "r\($0)", endpoints: [], objective: Objective()) }
        let configuration = Configuration(routes: routes)
        ledger.note(PlaneReport(), configuration, minute: 0)
        #expect(ledger.standings(configuration, minute: 0).count == Ledger.mostRoutes)
    }
}
