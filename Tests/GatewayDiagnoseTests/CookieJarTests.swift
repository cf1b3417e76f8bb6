import Testing

@testable import GatewayDiagnose

/// What a site that sends browsers around gets back from them.
@Suite struct CookieJarTests {
    @Test func aCookieGoesBackToItsHostAndToOthersOnlyWhereItSaysSo() {
        var jar = CookieJar()
        jar.take("own=1; Path=/; HttpOnly", from: "shop.example")
        jar.take("all=2; Domain=.shop.example; Secure", from: "www.shop.example")
        #expect(jar.cookies(for: "shop.example") == ["own=1", "all=2"])
        #expect(jar.cookies(for: "pay.shop.example") == ["all=2"])
        #expect(jar.cookies(for: "othershop.example").isEmpty)
    }

    @Test(arguments: [
        "a=1; domain=other.example", "a=1; domain=example", "a=1; Max-Age=0", "a=1; max-age=-5", "novalue",
    ])
    func whatBrowsersDoNotKeepIsNotKept(_ field: String) {
        var jar = CookieJar()
        jar.take(field, from: "shop.example")
        #expect(jar.cookies(for: "shop.example").isEmpty)
    }

    @Test func aCookieIsReplacedTakenAwayAndTheirNumberIsBounded() {
        var jar = CookieJar()
        jar.take("a=1", from: "shop.example")
        jar.take("a=2", from: "shop.example")
        #expect(jar.cookies(for: "shop.example") == ["a=2"])
        jar.take("a=; Max-Age=0", from: "shop.example")
        #expect(jar.cookies(for: "shop.example").isEmpty)
        for number in 0..<1000 { jar.take("c\(number)=x", from: "shop.example") }
        #expect(jar.cookies(for: "shop.example").count == 20)
    }
}
