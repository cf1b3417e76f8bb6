import GatewayBytes
import Testing

@testable import GatewayPlane

@Suite struct CountersTests {
    @Test func aLatencyBelongsToTheFirstBoundItDoesNotExceed() {
        #expect(RouteCounts.bucket(0) == 0)
        for index in 0..<13 {
            let bound = RouteCounts.bounds[index]
            #expect(RouteCounts.bucket(bound) == index)
            #expect(RouteCounts.bucket(bound - 1) == index)
            #expect(RouteCounts.bucket(bound + 1) == index + 1)
        }
        #expect(RouteCounts.bucket(.max) == RouteCounts.buckets - 1)
    }

    @Test func theLayoutHasRoomForEverything() {
        #expect(RouteCounts.bounds.count + 1 == RouteCounts.buckets)
        #expect(RouteCounts.preventions == Prevention.allCases.count)
        #expect(RouteCounts.prevented == RouteCounts.statusClasses + RouteCounts.buckets)
        #expect(RouteCounts.stride == RouteCounts.prevented + RouteCounts.preventions + 1)
    }

    @Test func aRouteKeepsItsPlace() {
        let counters = Counters()
        #expect(counters.routeNames == ["-"])
        let shop = counters.place(of: "shop")
        let api = counters.place(of: "api")
        #expect(shop != api)
        counters.routes.value[shop * RouteCounts.stride] = 7
        #expect(counters.place(of: "shop") == shop)
        #expect(counters.place(of: "-") == 0)
        _ = counters.place(of: "more")
        #expect(counters.routes.value.count == 4 * RouteCounts.stride)
        #expect(counters.routes.value[shop * RouteCounts.stride] == 7)
    }
}
