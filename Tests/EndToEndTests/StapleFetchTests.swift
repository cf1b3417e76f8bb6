import Foundation
import GatewayConfig
import GatewayPlane
import GatewayReactor
import Testing

extension EndToEnd {
    /// OCSP responses are fetched from the responder that the certificate names, and shown.
    @Suite(.serialized) struct StapleFetchTests {
        /// A responder: `openssl ocsp` answers, and `change` has the last word.
        private func responder(
            _ authority: Authority,
            change: @escaping @Sendable ([UInt8]) -> String? = { _ in nil }
        ) throws -> TestUpstream {
            let directory = authority.directory
            let root = authority.root
            return try TestUpstream { peer, number, upstream in
                let request = try peer.message()
                upstream.note(request)
                if let text = change(request.content) { return try peer.send(text) }
                let (question, answer) = ("\(directory)/q\(number).der", "\(directory)/a\(number).der")
                try Data(request.content).write(to: URL(fileURLWithPath: question))
                try authority.run(
                    ["ocsp", "-index", "index.txt", "-CA", root.certificate, "-rsigner", root.certificate]
                        + ["-rkey", root.key, "-reqin", question, "-respout", answer, "-ndays", "4"]
                )
                let content = [UInt8](try Data(contentsOf: URL(fileURLWithPath: answer)))
                try peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(content.count)\r\n\r\n")
                try peer.send(content)
            }
        }

        /// A gateway whose certificate names the responder on `port`.
        private func withShop<Result>(
            _ authority: Authority,
            responder port: Int,
            _ body: (RunningGateway) async throws -> Result
        ) async throws -> Result {
            let place = "authorityInfoAccess=OCSP;URI:http://127.0.0.1:\(port)/status"
            let issued = try authority.issue("shop", ["DNS:shop.test"], extensions: [place])
            let chain = try authority.text(issued.certificate) + authority.text(authority.root.certificate)
            let file = try authority.write("chain.pem", chain)
            var tls = ListenerTLS(certificates: [.init(certificate: file, key: issued.key)])
            tls.fetchesStaples = true
            var configuration = configuration(to: [.local(1)])
            configuration.listeners = [Listener(address: .tcp(host: "127.0.0.1", port: 0), tls: tls)]
            return try await withGateway(configuration, body)
        }

        private func shown(_ running: RunningGateway) async throws -> String {
            let words = ["openssl", "s_client", "-connect", "127.0.0.1:\(running.port)", "-status"]
            return try await Command.run(words, merged: true).text
        }

        @Test(.timeLimit(.minutes(1))) func whatWasFetchedIsShownAlsoAfterAReloadWithoutTheResponder() async throws {
            let authority = try Authority()
            let responder = try self.responder(authority)
            try await self.withShop(authority, responder: responder.port) { running in
                let report = try await running.report { $0.staples?.fetched == 1 }
                #expect(report.staples?.fetched == 1)
                #expect(report.certificates.first?.stapleUntil != nil)
                let request = try #require(responder.requests.first)
                #expect(request.startLine == "POST /status HTTP/1.1")
                #expect(request.field("Content-Type") == "application/ocsp-request")
                #expect(try await self.shown(running).contains("Cert Status: good"))
                responder.stop()
                try running.gateway.reload(running.gateway.configuration)
                _ = await running.gateway.report()
                #expect(try await self.shown(running).contains("Cert Status: good"))
                #expect(responder.connections == 1)
            }
        }

        @Test(.timeLimit(.minutes(1))) func withoutAResponderEverythingElseIsServed() async throws {
            let authority = try Authority()
            // Nothing listens on port 1.
            try await self.withShop(authority, responder: 1) { running in
                let report = try await running.report { $0.staples?.failed == 1 }
                #expect(report.staples?.failed == 1)
                let text = try await self.shown(running)
                #expect(text.contains("OCSP response: no response sent"))
                #expect(text.contains("subject=CN = shop"))
            }
        }

        @Test(
            .timeLimit(.minutes(1)),
            arguments: [
                "HTTP/1.1 500 Broken\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\ngarbage",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort",
                "HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 200_000),
                "SSH-2.0-not-http\r\n",
                "",
            ]
        ) func whatIsNoResponseIsNotShown(_ answer: String) async throws {
            let authority = try Authority()
            let responder = try self.responder(authority) { _ in answer }
            defer { responder.stop() }
            try await self.withShop(authority, responder: responder.port) { running in
                let report = try await running.report { $0.staples?.failed == 1 }
                #expect(report.staples?.failed == 1)
                #expect(report.staples?.fetched == 0)
                #expect(try await self.shown(running).contains("OCSP response: no response sent"))
            }
        }

        /// What a stranger signed is as good as nothing, whatever it says.
        @Test(.timeLimit(.minutes(1))) func aResponseOfAnotherAuthorityIsNotShown() async throws {
            let authority = try Authority()
            let stranger = try Authority()
            let (theirs, ours) = (stranger.root, authority.root)
            let directory = authority.directory
            let responder = try TestUpstream { peer, _, _ in
                let question = "\(directory)/question.der"
                try Data(try peer.message().content).write(to: URL(fileURLWithPath: question))
                try authority.run(
                    ["ocsp", "-index", "index.txt", "-CA", ours.certificate, "-rsigner", theirs.certificate]
                        + ["-rkey", theirs.key, "-reqin", question, "-respout", "answer.der", "-ndays", "4"]
                )
                let content = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(directory)/answer.der")))
                try peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(content.count)\r\n\r\n")
                try peer.send(content)
            }
            defer { responder.stop() }
            try await self.withShop(authority, responder: responder.port) { running in
                let report = try await running.report { $0.staples?.failed == 1 }
                #expect(report.staples?.failed == 1)
                #expect(try await self.shown(running).contains("OCSP response: no response sent"))
            }
        }

        @Test(.timeLimit(.minutes(1))) func aRevokedCertificateIsNotCalledGood() async throws {
            let authority = try Authority()
            let responder = try self.responder(authority) { _ in
                try? authority.run(
                    ["ca", "-config", "ca.cnf", "-cert", authority.root.certificate, "-keyfile", authority.root.key]
                        + ["-revoke", "shop.pem"]
                )
                return nil
            }
            defer { responder.stop() }
            try await self.withShop(authority, responder: responder.port) { running in
                let report = try await running.report { $0.staples?.failed == 1 }
                #expect(report.staples?.failed == 1)
                #expect(try await self.shown(running).contains("OCSP response: no response sent"))
            }
        }
    }
}
