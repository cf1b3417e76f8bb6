import GatewayCore
import GatewayFaults
import Testing

@testable import GatewayPlane

@Suite struct PlaneReportTests {
    private func report(_ number: UInt64) -> PlaneReport {
        var report = PlaneReport()
        report.workers = 1
        report.generation = Int(number)
        report.clientsAccepted = number
        report.clientsActive = number
        report.clientsLeft = number
        report.idleClosed = number
        report.acceptPauses = number
        report.exchangesActive = Int(number)
        report.retries = number
        report.saved = number
        report.pooledClosed = number
        report.unsolicited = number
        report.bytesIn = number
        report.bytesOut = number
        report.incidentsKept = Int(number)
        report.blocksLent = Int(number)
        report.connectionLimit = Int(number)
        return report
    }

    @Test func theCountsOfWorkersAreSummed() {
        var sum = PlaneReport()
        for number in [1, 2, 4] as [UInt64] { sum.add(self.report(number)) }
        #expect(sum.workers == 3)
        #expect(sum.generation == 4)
        let counts = [
            sum.clientsAccepted, sum.clientsActive, sum.clientsLeft, sum.idleClosed, sum.acceptPauses, sum.retries,
            sum.saved, sum.pooledClosed, sum.unsolicited, sum.bytesIn, sum.bytesOut,
        ]
        #expect(counts == [UInt64](repeating: 7, count: counts.count))
        #expect([sum.exchangesActive, sum.incidentsKept, sum.blocksLent, sum.connectionLimit] == [7, 7, 7, 7])
        #expect(!sum.isDraining)
        var draining = PlaneReport()
        draining.isDraining = true
        sum.add(draining)
        #expect(sum.isDraining)
    }

    @Test func countsThatOverflowAreNoCrash() {
        var sum = self.report(1)
        var huge = PlaneReport()
        huge.bytesIn = .max
        sum.add(huge)
        #expect(sum.bytesIn == 0)
    }

    @Test func routesAndFaultsAreMatchedByName() {
        func worker(_ names: [String], _ detail: Fault.Detail, _ count: UInt64) -> PlaneReport {
            var report = PlaneReport()
            for name in names {
                var route = PlaneReport.Route(name: name)
                route.statusClasses[2] = count
                route.latencyBuckets[13] = count
                route.latencySumNanoseconds = count
                report.routes.append(route)
            }
            report.faults = [
                FaultCount(key: FaultCount.Key(detail: detail, side: .upstream, phase: .connect), count: count)
            ]
            return report
        }
        var sum = PlaneReport()
        sum.add(worker(["a", "b"], .closedOnReuse, 1))
        sum.add(worker(["b", "c"], .closedOnReuse, 2))
        sum.add(worker(["a"], .resetOnReuse, 4))
        #expect(sum.routes.map(\.name) == ["a", "b", "c"])
        #expect(sum.routes.map { $0.statusClasses[2] } == [5, 3, 2])
        #expect(sum.routes.map { $0.latencyBuckets[13] } == [5, 3, 2])
        #expect(sum.routes.map(\.latencySumNanoseconds) == [5, 3, 2])
        #expect(sum.faults.map(\.count) == [3, 4])
    }

    @Test func anEndpointIsTheSameOnEveryWorker() {
        var one = PlaneReport.Endpoint(label: "http://a:1")
        one.failuresInRow = 3
        one.requests = 10
        one.active = 1
        var two = PlaneReport.Endpoint(label: "http://a:1")
        two.standing = EndpointStanding(.ejected, reason: "consecutive_faults", words: "5 faults in a row")
        two.passedOverBy = 1
        one.backlogLimit = 8
        two.latencyNanoseconds = 7
        two.failuresInRow = 1
        two.requests = 5
        two.pooled = 2
        var (sum, other) = (PlaneReport(), PlaneReport())
        sum.endpoints = [one]
        other.endpoints = [two, PlaneReport.Endpoint(label: "http://b:1")]
        sum.add(other)
        #expect(sum.endpoints.map(\.label) == ["http://a:1", "http://b:1"])
        #expect(sum.endpoints[0].isSkipped && sum.endpoints[0].passedOverBy == 1)
        #expect(sum.endpoints[0].standing == two.standing)
        #expect(sum.endpoints[0].backlogLimit == 8 && sum.endpoints[0].requestLimit == nil)
        #expect(sum.endpoints[0].latencyNanoseconds == 7)
        #expect(sum.endpoints[0].failuresInRow == 3)
        #expect(sum.endpoints[0].requests == 15)
        #expect(sum.endpoints[0].active == 1)
        #expect(sum.endpoints[0].pooled == 2)
    }

    /// Whoever asks wants to know of the worker that is worst off, in whatever order workers answer.
    @Test func theWorstStateOfAllWorkersCounts() {
        var skipped = EndpointStanding()
        skipped.isSkipped = true
        let order = [
            EndpointStanding(.up), skipped, EndpointStanding(.trial), EndpointStanding(.ejected),
            EndpointStanding(.down), EndpointStanding(.unresolved), EndpointStanding(.drained),
        ]
        for (place, better) in order.enumerated() {
            #expect(better.isPassedOver == (place > 0))
            for worse in order[place...] {
                #expect(better.worse(worse) == worse)
                #expect(worse.worse(better) == worse)
            }
        }
    }
}
