import Foundation
import GatewayLab
import Testing

struct LabListingTests {
    @Test
    func tableHasALineForEveryScenario() {
        let lines = LabListing().text.split(separator: "\n")
        for scenario in Scenarios.all {
            #expect(lines.contains { $0.hasPrefix(scenario.name + " ") && $0.hasSuffix(scenario.summary) })
        }
    }

    @Test
    func jsonHasAddressesOfARunningLab() async throws {
        try await withLab { lab in
            let data = Data(try LabListing(of: lab).json().utf8)
            let document = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            #expect(document["address"] as? String == "http://127.0.0.1:\(lab.httpPort)")
            let scenarios = try #require(document["scenarios"] as? [[String: Any]])
            #expect(scenarios.count == Scenarios.all.count)
            let refused = try #require(scenarios.first { $0["name"] as? String == "refused" })
            #expect(refused["fault"] as? String == "connect_refused")
            #expect(refused["proxyStatusError"] as? String == "connection_refused")
            #expect(refused["address"] as? String == lab.address(of: "refused")?.url)
            #expect(refused["path"] == nil)
        }
    }

    @Test
    func listsOneScenario() throws {
        let listing = LabListing(only: try #require(Scenarios.named("race")))
        #expect(listing.text.contains("\nrace  "))
        #expect(!listing.text.contains("refused"))
    }
}
