import Foundation
import GatewayConfig
import GatewayGuide
import GatewayLab
import GatewayPlane
import Testing

/// What the admin API answers, from a running gateway.
struct AdminRoutesTests {
    private static func json(_ response: DrillResponse?) throws -> [String: Any] {
        let response = try #require(response)
        let object = try JSONSerialization.jsonObject(with: Data(response.content))
        return try #require(object as? [String: Any])
    }

    @Test
    func livesAndIsReadyUntilItDrains() async throws {
        try await AdminHouse.open { house in
            #expect(await house.ask("/healthz")?.status == 200)
            #expect(await house.ask("/readyz")?.status == 200)
            house.gateway.drain(milliseconds: 0)
            house.gateway.waitUntilStopped()
            let response = await house.ask("/readyz")
            #expect(response?.status == 503)
            let reasons = try Self.json(response)["reasons"] as? [String]
            #expect(reasons?.isEmpty == false)
            #expect(await house.ask("/healthz")?.status == 200)
            // Nobody is left who could be asked; it must still answer.
            #expect(await house.ask("/metrics")?.status == 200)
            #expect(await house.ask("/faults")?.status == 200)
        }
    }

    @Test
    func metricsOfARunningGatewayAreWellFormedAndCountItsFaults() async throws {
        try await AdminHouse.open { house in
            _ = await house.fail("garbage")
            _ = await house.fail("ok")
            let response = try #require(await house.ask("/metrics"))
            #expect(response.fields("content-type") == ["text/plain; version=0.0.4; charset=utf-8"])
            let exposed = try Exposed(response.text)
            #expect(exposed.value("goodgate_exchanges_total", ["route": "lab", "status_class": "2xx"]) == 1)
            #expect(exposed.value("goodgate_exchanges_total", ["route": "lab", "status_class": "5xx"]) == 1)
            let faults = exposed.family("goodgate_faults_total")?.samples ?? []
            #expect(faults.map { $0.labels["fault"] } == ["status_line_malformed"])
        }
    }

    @Test
    func faultsAreListedNewestFirstAndFiltered() async throws {
        try await AdminHouse.open { house in
            let first = try #require(await house.fail("garbage"))
            let second = try #require(await house.fail("close-before-head"))
            func ids(_ query: String) async throws -> [String] {
                let faults = try Self.json(await house.ask("/faults\(query)"))["faults"] as? [[String: Any]]
                return faults?.compactMap { $0["id"] as? String } ?? []
            }
            #expect(try await ids("") == [second, first])
            #expect(try await ids("?limit=1") == [second])
            #expect(try await ids("?fault=status_line_malformed") == [first])
            #expect(try await ids("?fault=connection_terminated") == [second])
            #expect(try await ids("?route=lab&limit=2") == [second, first])
            #expect(try await ids("?route=other") == [])
        }
    }

    @Test(arguments: ["?limit=0", "?limit=many", "?limit=1001", "?fault=no_such_fault", "?fualt=bug"])
    func aQueryThatMeansNothingIsRefused(query: String) async throws {
        try await AdminHouse.open { house in
            let response = await house.ask("/faults\(query)")
            #expect(response?.status == 400)
            #expect(response?.fields("content-type") == ["application/problem+json"])
        }
    }

    @Test
    func oneFaultComesAsJSONTextOrPage() async throws {
        try await AdminHouse.open { house in
            let id = try #require(await house.fail("garbage"))
            let plain = await house.ask("/faults/\(id)")
            let incident = try Self.json(plain)["incident"] as? [String: Any]
            #expect(incident?["id"] as? String == id)
            let any = await house.ask("/faults/\(id)", "Accept: */*")
            #expect(any?.fields("content-type") == ["application/json"])
            let text = await house.ask("/faults/\(id)", "Accept: text/plain")
            #expect(text?.fields("content-type") == ["text/plain; charset=utf-8"])
            #expect(text?.text.contains("status_line_malformed") == true)
            let page = await house.ask("/faults/\(id)", "Accept: text/html,*/*;q=0.8")
            #expect(page?.fields("content-type") == ["text/html; charset=utf-8"])
            #expect(page?.text.contains("<pre") == true)
        }
    }

    @Test(arguments: [
        ("/faults/00000000-0000-7000-8000-000000000000", "GET", 404), ("/nothing", "GET", 404),
        ("/faults/", "GET", 404),
        ("/faults/a/b", "GET", 404), ("/metrics", "POST", 405), ("/reload", "GET", 405), ("/", "DELETE", 405),
    ])
    func refusesAsAProblem(path: String, method: String, status: Int) async throws {
        try await AdminHouse.open { house in
            let response = await house.ask(path, method: method)
            #expect(response?.status == status)
            #expect(response?.fields("content-type") == ["application/problem+json"])
            let told = try Self.json(response)["status"] as? Int
            #expect(told == status)
            #expect((status == 405) == (response?.fields("allow").isEmpty == false))
        }
    }

    @Test
    func configurationAndEndpointsAreTold() async throws {
        try await AdminHouse.open { house in
            _ = await house.fail("ok")
            let configuration = try Self.json(await house.ask("/config"))
            #expect((configuration["routes"] as? [[String: Any]])?.first?["name"] as? String == "lab")
            let endpoints = try Self.json(await house.ask("/endpoints"))["endpoints"] as? [[String: Any]]
            #expect(endpoints?.count == 1)
            #expect(endpoints?.first?["endpoint"] as? String == house.lab.address.url)
            #expect(endpoints?.first?["routes"] as? [String] == ["lab"])
            #expect(endpoints?.first?["requests"] as? Int == 1)
        }
    }

    @Test
    func indexEscapesWhatStrangersSent() async throws {
        try await AdminHouse.open { house in
            let request = DrillRequest("GET /garbage?<script>alert(1)</script> HTTP/1.1\r\nHost: lab.example\r\n\r\n")
            let front = AdminHouse.address(house.gateway.addresses[0])
            _ = await DrillClient.send(request, to: front)
            let page = try #require(await house.ask("/"))
            #expect(page.status == 200)
            #expect(page.text.contains("&lt;script&gt;") || page.text.contains("request_target_invalid"))
            #expect(!page.text.contains("<script"))
            #expect(page.fields("content-security-policy").first?.contains("default-src 'none'") == true)
        }
    }

    @Test
    func headHasTheFieldsAndNoContent() async throws {
        try await AdminHouse.open { house in
            let response = await house.ask("/healthz", "Connection: close", method: "HEAD")
            #expect(response?.status == 200)
            #expect(response?.content.isEmpty == true)
        }
    }

    // MARK: - Reloading

    @Test
    func aGoodFileIsTakenAndTheDifferenceTold() async throws {
        try await AdminHouse.open { house in
            try house.rewrite(AdminHouse.text(house.lab, extra: "proxy-status: full"))
            let response = await house.ask("/reload", method: "POST")
            #expect(response?.status == 200)
            let body = try Self.json(response)
            #expect(body["generation"] as? Int == 2)
            #expect((body["changes"] as? [String])?.contains { $0.contains("proxy-status") } == true)
            #expect(house.gateway.configuration.proxyStatus == .full)
        }
    }

    @Test
    func aBadFileChangesNothingAndAllItsProblemsAreTold() async throws {
        try await AdminHouse.open { house in
            try house.rewrite("workers: many\nroutez: 1\n")
            let response = await house.ask("/reload", method: "POST")
            #expect(response?.status == 422)
            let problems = try Self.json(response)["problems"] as? [[String: Any]]
            #expect((problems?.count ?? 0) >= 2)
            #expect(problems?.allSatisfy { ($0["message"] as? String)?.isEmpty == false } == true)
            #expect(problems?.compactMap { $0["line"] as? Int }.contains(2) == true)
            #expect(house.gateway.generation == 1)
            #expect(await house.fail("garbage") != nil)
        }
    }

    @Test
    func whatOnlyARestartBringsIsSaid() async throws {
        try await AdminHouse.open { house in
            try house.rewrite(AdminHouse.text(house.lab).replacingOccurrences(of: "workers: 1", with: "workers: 2"))
            let notes = try Self.json(await house.ask("/reload", method: "POST"))["notes"] as? [String]
            #expect(notes?.contains { $0.contains("workers") } == true)
        }
    }
}
