import Foundation
import GatewayLab
import GatewayPlane
import Testing

/// Orders of an operator: endpoints, routes, the ledger.
struct AdminOperatingTests {
    private static func json(_ response: DrillResponse?) throws -> [String: Any] {
        let response = try #require(response)
        let object = try JSONSerialization.jsonObject(with: Data(response.content))
        return try #require(object as? [String: Any])
    }

    private static func state(_ house: AdminHouse) async throws -> String? {
        let endpoints = try Self.json(await house.ask("/endpoints"))["endpoints"] as? [[String: Any]]
        return endpoints?.first?["state"] as? String
    }

    @Test
    func aDrainedEndpointGetsNoRequestUntilThatIsUndoneAlsoAfterAReload() async throws {
        try await AdminHouse.open { house in
            let order = "{\"endpoint\": \"\(house.lab.address.url)\"}"
            let answer = try Self.json(await house.order("/endpoints/drain", order))
            #expect(answer["state"] as? String == "drained")
            #expect(answer["routes_without_endpoint"] as? [String] == ["lab"])
            try house.rewrite(AdminHouse.text(house.lab, extra: "proxy-status: full"))
            #expect(await house.ask("/reload", method: "POST")?.status == 200)
            #expect(try await Self.state(house) == "drained")
            let before = house.lab.counts()["ok"] ?? 0
            #expect(await house.fail("ok") != nil)
            #expect(house.lab.counts()["ok"] ?? 0 == before)
            #expect(await house.order("/endpoints/undrain", order)?.status == 200)
            #expect(try await Self.state(house) == "in use")
            #expect(await house.fail("ok") == nil)
            #expect(house.lab.counts()["ok"] ?? 0 == before + 1)
        }
    }

    @Test
    func anEndpointMayBeNamedAsPeopleWriteIt() async throws {
        try await AdminHouse.open { house in
            let bare = house.lab.address.url.replacingOccurrences(of: "http://", with: "")
            #expect(await house.order("/endpoints/drain", "{\"endpoint\": \"\(bare)\"}")?.status == 200)
            let state = try await Self.state(house)
            #expect(state == "drained")
        }
    }

    @Test
    func aWrongNameIsToldWithWhatWasMeantAndChangesNothing() async throws {
        try await AdminHouse.open { house in
            let url = house.lab.address.url
            let answer = await house.order("/endpoints/drain", "{\"endpoint\": \"\(url)7\"}")
            #expect(answer?.status == 404)
            #expect(answer?.fields("content-type") == ["application/problem+json"])
            let detail = try Self.json(answer)["detail"] as? String
            #expect(detail?.contains("did you mean \(url)?") == true)
            let route = await house.order("/routes/maintenance", "{\"route\": \"lap\", \"on\": true}")
            #expect(route?.status == 404)
            #expect(try (Self.json(route)["detail"] as? String)?.contains("did you mean lab?") == true)
            #expect(try await Self.state(house) == "in use")
            #expect(await house.fail("ok") == nil)
        }
    }

    @Test(arguments: [
        "", "[]", "null", "{", "{}", #"{"endpoint": 7}"#, #"{"endpoint": null}"#, #"{"endpoint": "a", "on": true}"#,
        #"{"endpiont": "a"}"#, "\u{0}",
    ])
    func contentThatIsNoOrderIsRefused(content: String) async throws {
        try await AdminHouse.open { house in
            for path in ["/endpoints/drain", "/endpoints/undrain"] {
                let answer = await house.order(path, content)
                #expect(answer?.status == 400)
                #expect(answer?.fields("content-type") == ["application/problem+json"])
            }
            let state = try await Self.state(house)
            #expect(state == "in use")
        }
    }

    @Test(arguments: [
        "", #"{"route": "lab"}"#, #"{"on": true}"#, #"{"route": "lab", "on": 1}"#, #"{"route": "lab", "on": "true"}"#,
        #"{"route": ["lab"], "on": true}"#, #"{"route": "lab", "on": true, "for": "1h"}"#,
    ])
    func aMaintenanceOrderThatIsNoneIsRefused(content: String) async throws {
        try await AdminHouse.open { house in
            let answer = await house.order("/routes/maintenance", content)
            #expect(answer?.status == 400)
            #expect(answer?.fields("content-type") == ["application/problem+json"])
            #expect(await house.fail("ok") == nil)
        }
    }

    @Test
    func maintenanceOverridesTheFileUntilTheNextReload() async throws {
        try await AdminHouse.open { house in
            func route() async throws -> [String: Any]? {
                try (Self.json(await house.ask("/routes"))["routes"] as? [[String: Any]])?.first
            }
            #expect(try await route()?["maintenance"] as? Bool == false)
            #expect(await house.order("/routes/maintenance", #"{"route": "lab", "on": true}"#)?.status == 200)
            #expect(try await route()?["maintenance"] as? Bool == true)
            #expect(try await route()?["maintenance_set_by"] as? String == "operator")
            let id = try #require(await house.fail("ok"))
            let incident = try Self.json(await house.ask("/faults/\(id)"))["incident"] as? [String: Any]
            #expect((incident?["fault"] as? [String: Any])?["detail"] as? String == "maintenance")
            #expect(await house.ask("/reload", method: "POST")?.status == 200)
            #expect(try await route()?["maintenance_set_by"] as? String == "configuration")
            #expect(await house.fail("ok") == nil)
        }
    }

    @Test
    func theSummaryTellsWhatRemainedAndWhatIsLeftOfThePromise() async throws {
        try await AdminHouse.open { house in
            let text = AdminHouse.text(house.lab)
            try house.rewrite(text + "    objective: { availability: 90%, value-per-request: 0.5 }\n")
            #expect(await house.ask("/reload", method: "POST")?.status == 200)
            _ = await house.fail("garbage")
            for _ in 0..<3 { _ = await house.fail("ok") }
            let summary = try Self.json(await house.ask("/faults/summary"))
            #expect(summary["remaining_total"] as? Int == 1)
            let remaining = try #require((summary["remaining"] as? [[String: Any]])?.first)
            #expect(remaining["route"] as? String == "lab")
            #expect(remaining["endpoint"] as? String == house.lab.address.url)
            #expect(remaining["party"] as? String == "upstream")
            #expect(remaining["fault"] as? String == "status_line_malformed")
            let routes = try #require(summary["routes"] as? [[String: Any]])
            let objective = routes.first { $0["route"] as? String == "lab" }?["objective"] as? [String: Any]
            let life = try #require(objective?["life"] as? [String: Any])
            #expect(life["answered"] as? Int == 4)
            #expect(life["failed"] as? Int == 1)
            #expect(life["budget_remaining"] as? Double == -1.5)
            #expect(objective?["cost"] as? Double == 0.5)
            let metrics = try Exposed(try #require(await house.ask("/metrics")).text)
            let labels = [
                "route": "lab", "endpoint": house.lab.address.url, "party": "upstream", "type": "http_protocol_error",
            ]
            #expect(metrics.value("goodgate_visible_faults_total", labels) == 1)
            #expect(metrics.value("goodgate_error_budget_remaining_ratio", ["route": "lab"]) == -1.5)
            #expect(metrics.value("goodgate_prevented_total", ["route": "lab", "cause": "retry"]) == 0)
            let page = try #require(await house.ask("/")).text
            #expect(page.contains("<h2>Promises</h2>"))
        }
    }
}
