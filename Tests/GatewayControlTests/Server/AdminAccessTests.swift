import Foundation
import GatewayConfig
import GatewayLab
import GatewayPlane
import Testing

@testable import GatewayControl

/// Who may ask the admin API, and how much may be sent to it.
struct AdminAccessTests {
    private static let loopback = ListenAddress.tcp(host: "127.0.0.1", port: 0)

    @Test
    func asksForTheToken() async throws {
        try await AdminHouse.open(admin: Admin(address: Self.loopback, token: "s3cret-token")) { house in
            let refused = await house.ask("/metrics")
            #expect(refused?.status == 401)
            #expect(refused?.fields("www-authenticate").first?.hasPrefix("Bearer") == true)
            for wrong in [
                "Bearer s3cret-tokeN", "Bearer s3cret-token2", "Bearer ", "Basic s3cret-token", "s3cret-token",
            ] {
                #expect(await house.ask("/metrics", "Authorization: \(wrong)")?.status == 401, "\(wrong)")
            }
            #expect(await house.ask("/metrics", "Authorization: Bearer s3cret-token")?.status == 200)
            #expect(await house.ask("/metrics", "authorization: bearer s3cret-token")?.status == 200)
            // A balancer's check needs none, and gets nothing else.
            #expect(await house.ask("/healthz")?.status == 200)
            // Without a token nobody learns which paths there are.
            #expect(await house.ask("/nothing")?.status == 401)
        }
    }

    @Test
    func theTokenIsNotToldByTheConfiguration() async throws {
        try await AdminHouse.open(admin: Admin(address: Self.loopback, token: "s3cret-token")) { house in
            let response = await house.ask("/config", "Authorization: Bearer s3cret-token")
            #expect(response?.status == 200)
            #expect(response?.text.contains("s3cret") == false)
        }
    }

    @Test
    func doesNotListenOnAPublicAddressWithoutToken() async throws {
        try await AdminHouse.open { house in
            for host in ["", "0.0.0.0", "192.0.2.1", "::"] {
                let admin = Admin(address: .tcp(host: host, port: 0))
                let server = AdminServer(gateway: house.gateway, admin: admin, reload: { .refused([]) })
                await #expect(throws: AdminError.self, "\(host)") { try await server.start() }
            }
        }
    }

    @Test
    func saysWhichAddressIsTaken() async throws {
        try await AdminHouse.open { house in
            guard case .tcp(let host, let port) = house.admin else { return }
            let admin = Admin(address: .tcp(host: host, port: port))
            let server = AdminServer(gateway: house.gateway, admin: admin, reload: { .refused([]) })
            let error = await #expect(throws: AdminError.self) { try await server.start() }
            #expect(error?.message.contains("127.0.0.1:\(port)") == true)
            #expect(error?.message.contains("in use") == true)
            #expect(error?.fix.contains("--admin") == true)
        }
    }

    /// DNS rebinding: a page of a stranger reaches this address under the stranger's name.
    @Test(arguments: [
        ("127.0.0.1", 200), ("127.0.0.1:8081", 200), ("localhost:8081", 200), ("LOCALHOST", 200), ("[::1]:8081", 200),
        ("evil.example", 421), ("evil.example:8081", 421), ("127.0.0.1.evil.example", 421),
    ])
    func answersOnlyToNamesOfItsOwn(host: String, status: Int) async throws {
        try await AdminHouse.open { house in
            #expect(await house.ask("/config", host: host)?.status == status)
        }
    }

    @Test
    func aPageOfAnotherSiteCannotReload() async throws {
        try await AdminHouse.open { house in
            #expect(await house.ask("/reload", "Sec-Fetch-Site: cross-site", method: "POST")?.status == 403)
            #expect(house.gateway.generation == 1)
            #expect(await house.ask("/reload", "Sec-Fetch-Site: same-origin", method: "POST")?.status == 200)
        }
    }

    @Test
    func refusesMoreContentThanAnyRequestNeeds() async throws {
        try await AdminHouse.open { house in
            let head = "POST /reload HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n\r\n"
            let content = String(repeating: "x", count: 1_000_000)
            let exchange = await DrillClient.send(DrillRequest(head + content), to: house.admin)
            #expect(exchange.response?.status == 413)
            #expect(house.gateway.generation == 1)
        }
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + String(repeating: "x", count: 100_000) + "\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + String(repeating: "X: 1\r\n", count: 2000) + "\r\n",
        "\u{16}\u{3}\u{1}\r\n\r\n",
    ])
    func survivesAHeadThatIsNone(text: String) async throws {
        try await AdminHouse.open { house in
            let exchange = await DrillClient.send(DrillRequest([.init(text)], until: .end), to: house.admin)
            #expect(exchange.response.map { (400...499).contains($0.status) } ?? true)
            #expect(await house.ask("/healthz")?.status == 200)
        }
    }

    @Test
    func listensOnAUnixSocketAndIgnoresHostNamesThere() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "gg-\(UUID().uuidString.prefix(8)).sock").path
        try await AdminHouse.open(admin: Admin(address: .unix(path: path))) { house in
            #expect(house.admin == .unix(path: path))
            #expect(await house.ask("/config", host: "anything.example")?.status == 200)
        }
        #expect(!FileManager.default.fileExists(atPath: path), "the socket is left behind")
    }

    @Test(arguments: [
        ("", "", true), ("a", "", false), ("abc", "abc", true), ("abc", "abd", false), ("abc", "ab", false),
        ("ab", "abc", false),
    ])
    func comparesSecretsAsBytes(given: String, secret: String, equal: Bool) {
        #expect(Secrets.areEqual(Array(given.utf8), Array(secret.utf8)) == equal)
    }
}
