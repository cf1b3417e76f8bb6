import Foundation
import GatewayControl
import GatewayLab
import Testing

/// The cache over the admin API.
struct CacheRoutesTests {
    private static func purge(_ house: AdminHouse, _ content: String) async -> DrillResponse? {
        let text =
            "POST /cache/purge HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: \(content.utf8.count)\r\n\r\n\(content)"
        return await DrillClient.send(DrillRequest(text), to: house.admin).response
    }

    @Test
    func saysWhatItHoldsAndPurgesWhatIsNamed() async throws {
        try await AdminHouse.open { house in
            let report = try #require(await house.ask("/cache"))
            let object = try #require(try JSONSerialization.jsonObject(with: Data(report.content)) as? [String: Any])
            #expect(object["entries"] as? Int == 0)
            #expect(object["limit"] as? Int == 64 << 20)
            #expect((object["requests"] as? [String: Any])?["hit"] as? Int == 0)
            for content in [#"{"all": true}"#, #"{"tag": "a"}"#, #"{"url": "http://a/"}"#] {
                let answer = try #require(await Self.purge(house, content))
                #expect(answer.status == 200)
                #expect(answer.text.filter { !$0.isWhitespace } == #"{"purged":0}"#)
            }
        }
    }

    /// A typing error must not empty the cache.
    @Test(arguments: [
        ("", 400), ("{}", 400), ("[]", 400), ("null", 400), ("{", 400), (#"{"all": false}"#, 400),
        (#"{"all": 1}"#, 400),
        (#"{"all": "true"}"#, 400), (#"{"All": true}"#, 400), (#"{"all": true, "tag": "a"}"#, 400),
        (#"{"tag": ""}"#, 400),
        (#"{"tag": "a b"}"#, 400), (#"{"tag": 5}"#, 400), (#"{"url": ["http://a/"]}"#, 400), (#"{"url": "/x"}"#, 422),
        (#"{"url": "ftp://a/"}"#, 422), (#"{"url": ""}"#, 422), (String(repeating: "[", count: 5000), 400),
    ])
    func aWrongPurgeIsRefused(_ content: String, _ status: Int) async throws {
        try await AdminHouse.open { house in
            let answer = try #require(await Self.purge(house, content))
            #expect(answer.status == status)
            #expect(answer.fields("content-type") == ["application/problem+json"])
        }
    }

    @Test
    func purgingByGETIsRefused() async throws {
        try await AdminHouse.open { house in
            #expect(await house.ask("/cache/purge")?.status == 405)
            #expect(await house.ask("/cache/other")?.status == 404)
        }
    }

    @Test
    func metricsCountWhatTheCacheDoes() async throws {
        try await AdminHouse.open { house in
            let exposed = try Exposed(try #require(await house.ask("/metrics")).text)
            #expect(exposed.value("goodgate_cache_requests_total", ["outcome": "stale_on_error"]) == 0)
            #expect(exposed.value("goodgate_cache_limit_bytes", [:]) == Double(64 << 20))
            #expect(exposed.value("goodgate_cache_entries", [:]) == 0)
            // There is no disk where no directory is configured.
            #expect(!exposed.families.contains { $0.name.hasPrefix("goodgate_cache_disk_") })
        }
    }
}
