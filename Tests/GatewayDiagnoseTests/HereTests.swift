import Testing

@testable import GatewayDiagnose

@Suite struct HereTests {
    @Test(arguments: [
        ("shop.example", "example", true), ("shop.example", ".example", true), ("shop.example", "shop.example", true),
        ("shop.example", "hop.example", false), ("shop.example", "*", true), ("shop.example", "", false),
        ("shop.example", "other, shop.example", true), ("shop.example", ".", false),
    ])
    func readsNoProxy(_ host: String, _ list: String, _ expected: Bool) {
        #expect(HereProbe.isExempt(host, list: list) == expected)
    }

    @Test func hidesThePasswordOfAProxy() {
        #expect(HereProbe.withoutUser("http://me:secret@proxy.example:3128/") == "http://proxy.example:3128/")
        #expect(HereProbe.withoutUser("me:secret@proxy.example:3128") == "proxy.example:3128")
        #expect(HereProbe.withoutUser("http://proxy.example:3128/") == "http://proxy.example:3128/")
    }

    @Test func takesTheProxyOfTheScheme() {
        var facts = HereFacts()
        facts.proxies = ["HTTP_PROXY": "http://a/", "HTTPS_PROXY": "http://b/"]
        #expect(facts.proxy(for: .http) == nil)
        #expect(facts.proxy(for: .https)?.variable == "HTTPS_PROXY")
        facts.isExempt = true
        #expect(facts.proxy(for: .https) == nil)
    }

    private static func bytes(_ table: String) -> [UInt8] { Array(table.utf8) }

    @Test func findsDefaultRoutes() {
        let head = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n"
        let any = "00000000"
        #expect(HereProbe.hasDefaultV4(Self.bytes(head + "eth0\t\(any)\t0101A8C0\t0003\t0\t0\t0\t\(any)\t0\t0\t0\n")))
        let near = "eth0\t0001A8C0\t\(any)\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"
        #expect(!HereProbe.hasDefaultV4(Self.bytes(head + near)))
        #expect(!HereProbe.hasDefaultV4(Self.bytes("")))
        let zero = String(repeating: "0", count: 32)
        let rest = "00 \(zero) 00000400 00000001 00000000 00000003"
        #expect(HereProbe.hasDefaultV6(Self.bytes("\(zero) 00 \(zero) \(rest)     eth0\n")))
        #expect(!HereProbe.hasDefaultV6(Self.bytes("\(zero) 00 \(zero) \(rest)       lo\n")))
        #expect(!HereProbe.hasDefaultV6(Self.bytes("garbage\n\n")))
    }
}
