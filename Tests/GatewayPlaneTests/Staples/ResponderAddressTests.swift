import Testing

@testable import GatewayPlane

@Suite struct ResponderAddressTests {
    @Test(arguments: [
        ("http://ocsp.test", "ocsp.test", 80, "/", "ocsp.test"),
        ("HTTP://ocsp.test/", "ocsp.test", 80, "/", "ocsp.test"),
        ("http://ocsp.test:8080/a/b?c=d#e", "ocsp.test", 8080, "/a/b?c=d", "ocsp.test:8080"),
        ("http://[::1]:81/x", "::1", 81, "/x", "[::1]:81"),
        ("http://127.0.0.1?q", "127.0.0.1", 80, "/?q", "127.0.0.1"),
    ]) func readsAddresses(_ text: String, _ host: String, _ port: Int, _ path: String, _ authority: String) throws {
        let address = try #require(ResponderAddress(text))
        #expect(address.host == host)
        #expect(address.port == UInt16(port))
        #expect(address.path == path)
        #expect(address.authority == authority)
    }

    /// A certificate can hold anything, and nothing of it may break out of the request line.
    @Test(arguments: [
        "", "https://ocsp.test/", "ldap://ocsp.test/", "http://", "http:///path", "http://a b/", "http://a/\r\nX: y",
        "http://user@host/", "http://host:0/", "http://host:65536/", "http://host:x/", "http://[::1/", "http://[]/",
        "http://[::1]x/", "http://\u{e4}.test/", "http://" + String(repeating: "a", count: 254) + "/",
        "http://a/" + String(repeating: "b", count: 3000),
    ]) func refusesTheRest(_ text: String) { #expect(ResponderAddress(text) == nil) }
}
