import GatewayBytes
import GatewayConfig
import GatewayCore
import Testing

@Suite struct StickyCookieTests {
    private static let endpoints = (0..<20).map { SimulatedPool.endpoint($0) }

    private func cookie(_ secret: String = "0123456789abcdef", _ endpoints: [Endpoint] = Self.endpoints) -> StickyCookie
    {
        StickyCookie(name: "gg", secret: Array(secret.utf8), endpoints: endpoints)
    }

    private func setCookie(_ cookie: StickyCookie, _ index: Int, isSecure: Bool = false) -> String {
        var buffer = Buffer()
        cookie.append(index, isSecure: isSecure, to: &buffer)
        return buffer.text
    }

    private func pair(_ cookie: StickyCookie, _ index: Int) -> String {
        String(self.setCookie(cookie, index).prefix { $0 != ";" })
    }

    private func found(_ cookie: StickyCookie, _ field: String) -> Int? {
        let bytes = Array("Cookie: \(field)\r\n".utf8)
        return cookie.endpoint(in: bytes.span, 8..<bytes.count - 2)
    }

    @Test func everyEndpointIsFoundAgain() {
        let cookie = self.cookie()
        for index in Self.endpoints.indices {
            let pair = self.pair(cookie, index)
            #expect(pair.utf8.count == 3 + 33)
            #expect(self.found(cookie, pair) == index)
            #expect(self.found(cookie, "a=b; \(pair); c=d") == index)
        }
    }

    @Test func aFieldHasTheAttributesOfASessionCookie() {
        let cookie = self.cookie()
        #expect(self.setCookie(cookie, 0).hasSuffix("; Path=/; HttpOnly; SameSite=Lax"))
        #expect(self.setCookie(cookie, 0, isSecure: true).hasSuffix("; SameSite=Lax; Secure"))
    }

    @Test func aRestartWithTheSameSecretAndAnotherOrderFindsIt() {
        let pair = self.pair(self.cookie(), 3)
        let later = self.cookie("0123456789abcdef", Array(Self.endpoints.reversed()))
        #expect(self.found(later, pair) == 16)
    }

    @Test func theValueDoesNotNameTheEndpoint() {
        let one = self.pair(self.cookie(), 3)
        let other = self.pair(self.cookie("another secret"), 3)
        #expect(one.prefix(19) != other.prefix(19))
        #expect(!one.contains("10.0"))
    }

    @Test func everyForgedDigitIsNoticed() {
        let cookie = self.cookie()
        let pair = Array(self.pair(cookie, 5).utf8)
        for offset in 3..<pair.count {
            for replacement in [UInt8(ascii: "0"), UInt8(ascii: "f"), UInt8(ascii: "F"), UInt8(ascii: "."), 0, 255] {
                guard pair[offset] != replacement else { continue }
                var forged = pair
                forged[offset] = replacement
                #expect(cookie.endpoint(in: forged.span, 0..<forged.count) == nil, "\(offset)")
            }
        }
    }

    @Test func whatIsNoTokenIsIgnoredAndTheNextCookieLookedAt() {
        let cookie = self.cookie()
        let good = self.pair(cookie, 7)
        let foreign = self.pair(self.cookie("another secret"), 7)
        let gone = self.pair(self.cookie("0123456789abcdef", [SimulatedPool.endpoint(999)]), 0)
        for bad in ["gg=", "gg", "gg=1", foreign, gone, good + "0", String(good.dropLast()), "xgg" + good.dropFirst(2)]
        {
            #expect(self.found(cookie, bad) == nil, "\(bad)")
            #expect(self.found(cookie, "\(bad); \(good)") == 7, "\(bad)")
        }
        #expect(self.found(self.cookie("0123456789abcdef", []), good) == nil)
    }

    @Test func noSecretIsStillASignature() {
        let cookie = self.cookie("")
        #expect(self.found(cookie, self.pair(cookie, 1)) == 1)
        #expect(self.found(self.cookie("x"), self.pair(cookie, 1)) == nil)
    }
}
