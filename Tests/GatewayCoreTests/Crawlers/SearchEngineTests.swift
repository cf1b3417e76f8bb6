import GatewayConfig
import GatewayWire
import Testing

@testable import GatewayCore

/// What crawlers call themselves, what their addresses are called, and which addresses they cannot have.
@Suite struct SearchEngineTests {
    @Test(arguments: [
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", SearchEngine.google),
        ("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", .bing),
        ("Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)", .yandex),
        ("DuckDuckBot/1.1", .duckDuckGo), ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", nil), ("", nil),
    ])
    func knowsTheNamesOfCrawlers(_ agent: String, _ engine: SearchEngine?) throws {
        let told = try CacheCase("", request: ["User-Agent: \(agent)"]).withRequest { Crawler.claimed($0.fields, $1) }
        #expect(told == engine)
    }

    @Test(arguments: [
        ("crawl-66-249-66-1.googlebot.com", SearchEngine.google), ("rate-limited-proxy-1.google.com", .google),
        ("msnbot-157-55-39-1.search.msn.com", .bing), ("spider-1.yandex.ru", .yandex), ("spider-1.yandex.net", .yandex),
        ("spider-1.yandex.com", .yandex), ("baiduspider-1.crawl.baidu.com", .baidu), ("x.crawl.baidu.jp", .baidu),
        ("17-58-101-1.applebot.apple.com", .apple), ("x.apple.com", nil), ("x.msn.com", nil), ("search.msn.com", nil),
        ("1.2.3.4.bc.googleusercontent.com", nil), ("", nil),
    ])
    func knowsTheNamesOfTheirAddresses(_ name: String, _ engine: SearchEngine?) {
        #expect(SearchEngine(hostName: name) == engine)
    }

    @Test func someEnginesDocumentNoNames() {
        #expect(!SearchEngine.duckDuckGo.isVerifiable)
        #expect(SearchEngine.google.isVerifiable)
    }

    @Test(arguments: [
        "127.0.0.1", "10.1.2.3", "100.64.0.1", "169.254.1.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "0.0.0.0",
        "::1", "::", "fd00::1", "fe80::1", "::ffff:10.0.0.1",
    ])
    func noCrawlerComesFromALocalAddress(_ text: String) throws {
        #expect(CrawlerAddress.question(try #require(IPAddress(text))) == nil)
    }

    @Test func publicAddressesAreAskedForInTheirOwnFamily() throws {
        #expect(CrawlerAddress.question(try #require(IPAddress("66.249.66.1"))) == .v4(0x42F9_4201))
        #expect(CrawlerAddress.question(try #require(IPAddress("::ffff:66.249.66.1"))) == .v4(0x42F9_4201))
        #expect(CrawlerAddress.question(try #require(IPAddress("172.32.0.1"))) == .v4(0xAC20_0001))
        #expect(
            CrawlerAddress.question(try #require(IPAddress("2001:db8::1")))
                == .v6(high: 0x2001_0DB8_0000_0000, low: 1)
        )
    }
}
