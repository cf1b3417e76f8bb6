import GatewayConfig
import Testing

@testable import GatewayPlane

/// What `check` says of the files of listeners.
@Suite(.timeLimit(.minutes(1))) struct ListenerContextsTests {
    private func problems(_ certificates: [ListenerTLS.Certificate]) -> [Problem] {
        let place = SettingOrigin.file(SourceLocation(file: "goodgate.yaml", line: 4, column: 9))
        var tls = ListenerTLS(certificates: certificates)
        for index in tls.certificates.indices {
            tls.certificates[index].origin = place
            tls.certificates[index].path = "listen[0].tls"
        }
        var configuration = Configuration()
        configuration.listeners = [Listener(address: .tcp(host: "127.0.0.1", port: 0), tls: tls, origin: place)]
        return ListenerContexts.problems(configuration)
    }

    @Test func goodFilesHaveNone() throws {
        let authority = try Authority()
        let issued = try authority.issue("shop", ["DNS:shop.test"])
        #expect(self.problems([.init(certificate: issued.certificate, key: issued.key)]).isEmpty)
    }

    @Test func aFileThatIsMissingIsAnErrorWithItsPlace() throws {
        let problem = try #require(self.problems([.init(certificate: "/nowhere.pem", key: "/nowhere.key")]).first)
        #expect(problem.severity == .error)
        #expect(problem.location?.line == 4)
        #expect(problem.message == "`/nowhere.pem`: there is no such file")
    }

    @Test func aForeignKeyIsAnErrorWithAFix() throws {
        let authority = try Authority()
        let (one, two) = (try authority.issue("one", ["DNS:one.test"]), try authority.issue("two", ["DNS:two.test"]))
        let problem = try #require(self.problems([.init(certificate: one.certificate, key: two.key)]).first)
        #expect(problem.severity == .error)
        #expect(problem.message == "`\(two.key)`: the key is not that of the certificate")
        #expect(problem.fix != nil)
    }

    /// Each file of a listener has its own line, also where several are wrong at once.
    @Test func aProblemStandsAtTheKeyThatNamesTheFile() throws {
        let authority = try Authority()
        let (one, two) = (try authority.issue("one", ["DNS:one.test"]), try authority.issue("two", ["DNS:two.test"]))
        let empty = try authority.write("empty.pem", "")
        let lines = """
            listen:
              - address: 127.0.0.1:0
                tls:
                  certificate: \(one.certificate)
                  key: \(two.key)
                  certificates:
                    - certificate: \(two.certificate)
                      key: \(two.key)
                      ocsp-staple: \(one.certificate)
                    - certificate: \(two.certificate)
                      key: \(two.certificate)
              - address: 127.0.0.1:0
                tls:
                  certificate: \(one.certificate)
                  key: \(one.key)
                  client-certificates: required
                  client-authorities: \(empty)
            routes:
              - to: https://127.0.0.1:9
                upstream-tls:
                  authorities: \(empty)
            """
        let loaded = ConfigurationLoader.load(text: lines, file: "goodgate.yaml")
        let configuration = try #require(loaded.configuration, "\(loaded.problems)")
        let problems = ListenerContexts.problems(configuration) + UpstreamContexts.problems(configuration)
        #expect(
            problems.map { "\($0.location?.line ?? 0) \($0.key)" } == [
                "5 listen[0].tls.key", "9 listen[0].tls.certificates[0].ocsp-staple",
                "11 listen[0].tls.certificates[1].key", "17 listen[1].tls.client-authorities",
                "21 routes[0].upstream-tls.authorities",
            ]
        )
    }

    @Test func anExpiredCertificateIsAWarning() throws {
        let authority = try Authority()
        let issued = try authority.issue("old", ["DNS:old.test"], to: "20210101000000Z")
        let found = self.problems([.init(certificate: issued.certificate, key: issued.key)])
        #expect(found.map(\.severity) == [.warning])
        #expect(found.first?.message.contains("expired") == true)
    }

    @Test func aKeyForEverybodyIsAWarning() throws {
        let authority = try Authority()
        let issued = try authority.issue("open", ["DNS:open.test"])
        try Authority.openToAll(issued.key)
        let found = self.problems([.init(certificate: issued.certificate, key: issued.key)])
        #expect(found.map(\.severity) == [.warning])
        #expect(found.first?.fix == "chmod 600 \(issued.key)")
    }

    // MARK: - Age

    @Test(
        arguments: [
            (40 * 86_400, 0, nil), (31 * 86_400, 0, nil), (30 * 86_400, 0, "expires in 30 days"),
            (3 * 86_400 + 5, 0, "expires in 3 days"), (3700, 0, "expires in 1 hour"), (10, 0, "expires in 0 hours"),
            (0, 0, "expired 0 hours ago: clients refuse it"), (-3 * 86_400, 0, "expired 3 days ago: clients refuse it"),
            (400 * 86_400, 7200, "is not valid for another 2 hours"),
        ] as [(Int64, Int64, String?)]
    )
    func wordsForAnAge(_ left: Int64, _ wait: Int64, _ words: String?) {
        #expect(CertificateAge(left: left, wait: wait).words.first?.0 == words)
    }
}
