import GatewayFaults
import Testing

@testable import GatewayPlane

/// Counting what clients saw.
struct VisibleFaultsTests {
    private static let fault = Fault(.connectRefused)

    @Test
    func namesBeyondTheBoundAreCountedTogether() {
        var faults = VisibleFaults()
        for number in 0..<VisibleFaults.mostKeys + 100 { faults.count(Self.fault, route: "r\(number)", endpoint: "e") }
        faults.count(Self.fault, route: "r0", endpoint: "e")
        let reported = faults.reported
        #expect(reported.count == VisibleFaults.mostKeys + 1)
        #expect(reported.first { $0.key.route == "r0" }?.count == 2)
        #expect(reported.first { $0.key.route == "-" }?.count == 100)
        #expect(reported.reduce(0) { $0 + $1.count } == UInt64(VisibleFaults.mostKeys + 101))
    }

    @Test
    func workersAddUp() {
        func report(_ counts: (String, UInt64)...) -> PlaneReport {
            var report = PlaneReport()
            report.visible = counts.map { name, count in
                let key = VisibleFault.Key(route: name, endpoint: "-", detail: .noRoute, side: .gateway)
                return VisibleFault(key: key, count: count)
            }
            return report
        }
        var sum = PlaneReport()
        sum.add(report(("a", 1), ("b", 2)))
        sum.add(report(("b", 3), ("c", 4)))
        let counts = Dictionary(uniqueKeysWithValues: sum.visible.map { ($0.key.route, $0.count) })
        #expect(counts == ["a": 1, "b": 5, "c": 4])
    }

    @Test
    func theMostCarefulWorkerSpeaksForAnEndpoint() throws {
        func report(_ limit: UInt64, _ closes: UInt64?, _ seen: Int, _ isDrained: Bool) -> PlaneReport {
            var report = PlaneReport()
            var endpoint = PlaneReport.Endpoint(label: "e")
            endpoint.reuseLimitNanoseconds = limit
            endpoint.closesAfterNanoseconds = closes
            endpoint.closesObservations = seen
            endpoint.isDrained = isDrained
            report.endpoints = [endpoint]
            return report
        }
        var sum = PlaneReport()
        for one in [report(4, nil, 0, false), report(3, 5, 2, true), report(9, 4, 1, false)] { sum.add(one) }
        let endpoint = try #require(sum.endpoints.first)
        #expect(endpoint.reuseLimitNanoseconds == 3)
        #expect(endpoint.closesAfterNanoseconds == 4)
        #expect(endpoint.closesObservations == 3)
        #expect(endpoint.isDrained)
    }

    @Test(arguments: [
        (5_000_000_000, "5.0 s"), (4_449_999_999, "4.4 s"), (4_950_000_000, "5.0 s"), (80_000_000, "80 ms"), (0, "0 ms"),
        (100_000_000, "0.1 s"), (61_000_000_000, "61.0 s"),
    ])
    func secondsAreWrittenShort(nanoseconds: UInt64, text: String) {
        #expect(NoteText.seconds(nanoseconds) == text)
    }
}
