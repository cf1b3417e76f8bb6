import GatewayFaults
import GatewayReactor
import GatewayWire
import Testing

@testable import GatewayDiagnose

/// The walk over real connections of HTTP/2.
@Suite(.timeLimit(.minutes(2))) struct HTTP2WalkTests {
    private static func verdict(
        _ act: HTTP2Site.Act,
        _ change: (inout WalkOptions) -> Void = { _ in }
    ) async throws -> (Verdict, Observations) {
        let site = try HTTP2Site(act)
        defer { site.stop() }
        let seen = try await WalkTests.walk("http://127.0.0.1:\(site.port)/") {
            $0.versions = .two
            change(&$0)
        }
        return (Verdict(seen), seen)
    }

    @Test func aSiteThatIsWellIsWell() async throws {
        let (verdict, seen) = try await Self.verdict(.answer(status: 200))
        #expect(verdict.outcome == .healthy)
        #expect(seen.pages.first?.version == .http2)
        #expect(seen.pages.first?.response?.content == Array("ok".utf8))
        #expect(seen.requests == 1)
    }

    @Test func aResetAndAnEndAreToldApart() async throws {
        let (reset, _) = try await Self.verdict(.reset) { $0.samples = 0 }
        #expect(reset.causes.contains { $0.supporting.contains { $0.contains("INTERNAL_ERROR") } })
        #expect(reset.stage == .exchange)
        let (closed, _) = try await Self.verdict(.close) { $0.samples = 0 }
        #expect(closed.causes.first?.cause == .closedWithoutAnswer)
    }

    @Test func contentWithoutEndIsCut() async throws {
        let (verdict, seen) = try await Self.verdict(.endless)
        #expect(verdict.outcome == .healthy)
        #expect(seen.pages.first?.response?.isCut == true)
        #expect((seen.pages.first?.response?.content.count ?? 0) <= VisitLimits().kept)
    }

    @Test func oneConnectionServesManyRequests() async throws {
        let site = try HTTP2Site(.answer(status: 204))
        defer { site.stop() }
        var plan = VisitPlan(.reuse, .loopbackV4(port: site.port), nil, [])
        plan.speaksHTTP2 = true
        let request = VisitPlan.Request(method: "GET", bytes: Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
        plan.requests = [request, request, request]
        let made = plan
        let visits = try await WalkTests.onThread { () throws(SystemError) in
            try Visitor().make([made], until: EventLoop.monotonicNanoseconds + 60_000_000_000)
        }
        #expect(visits.first?.exchanges.count == 3)
        #expect(visits.first?.firstFault == nil)
    }
}
