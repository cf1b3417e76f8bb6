import GatewayConfig
import GatewayCore
import Testing

@testable import GatewayControl
@testable import GatewayPlane

/// What `/endpoints` says of an endpoint that is not in use.
struct EndpointsBodyTests {
    private static func body(_ standing: EndpointStanding, drained: Bool = false) -> EndpointsBody.Endpoint? {
        var report = PlaneReport()
        var endpoint = PlaneReport.Endpoint(label: "http://10.0.0.1:80", addresses: ["10.0.0.1:80"])
        endpoint.standing = standing
        endpoint.isDrained = drained
        endpoint.latencyNanoseconds = 1_234_567
        endpoint.backlogLimit = 9
        report.endpoints = [endpoint]
        return EndpointsBody(report, Configuration()).endpoints.first
    }

    @Test(arguments: [
        (EndpointStanding(.up), "in use"), (EndpointStanding(.ejected), "ejected"),
        (EndpointStanding(.trial), "on trial"), (EndpointStanding(.down), "down"),
    ])
    func theStateHasAName(standing: EndpointStanding, name: String) {
        #expect(Self.body(standing)?.state == name)
        #expect(Self.body(standing, drained: true)?.state == "drained")
    }

    @Test func theReasonAndTheTimeAreTold() throws {
        var standing = EndpointStanding(.ejected, reason: "consecutive_faults", words: "5 faults in a row")
        standing.since = 1_500_000_000
        standing.endsIn = 28_500_000_000
        let body = try #require(Self.body(standing))
        #expect(body.reason == "consecutive_faults" && body.detail == "5 faults in a row")
        #expect(body.sinceSeconds == 1.5 && body.endsInSeconds == 28.5)
        #expect(body.latencySeconds == 0.001234 && body.backlogLimit == 9 && body.requestLimit == nil)
        let text = AdminJSON.encode(body)
        #expect(text.contains("\"ends_in_seconds\" : 28.5"))
        #expect(!text.contains("request_limit"))
    }

    @Test func skippedForAMomentIsAStateOfItsOwn() {
        var standing = EndpointStanding()
        standing.isSkipped = true
        #expect(Self.body(standing)?.state == "skipped")
    }
}
