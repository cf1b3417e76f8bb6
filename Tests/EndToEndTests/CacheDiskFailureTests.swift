import Foundation
import GatewayConfig
import GatewayCore
import GatewayPlane
import Testing

extension EndToEnd {
    /// A disk that is damaged, full of something else, or gone: no request fails for it.
    @Suite(.serialized) struct CacheDiskFailureTests {
        private static let fresh = "Cache-Control: max-age=600"

        private static func configuration(_ origin: Origin, _ place: TemporaryFolder) -> Configuration {
            CacheDiskTests.configuration(origin, place)
        }

        private static func whenReady(_ running: RunningGateway) async throws {
            try await CacheDiskTests.whenReady(running)
        }

        private static func large(_ target: String) -> String { CacheDiskTests.large(target) }

        @Test(.timeLimit(.minutes(1)))
        func aDamagedFileIsAMissAndGoes() async throws {
            let place = try TemporaryFolder()
            defer { place.remove() }
            let origin = try Origin { _, number in Origin.ok("answer \(number)", Self.fresh) }
            defer { origin.stop() }
            let configuration = Self.configuration(origin, place)
            try await withGateway(configuration) { running in
                try await Self.whenReady(running)
                try await onThread {
                    let client = try running.client()
                    for target in ["/a", "/b"] { #expect(try client.ask(target).status == 200) }
                }
            }
            #expect(place.responses.count == 2)
            // One in its content, which is looked at when it is asked for, one in its head.
            for (path, isContent) in zip(place.responses, [true, false]) {
                var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
                bytes[isContent ? bytes.count - 1 : 60] ^= 1
                try bytes.write(to: URL(fileURLWithPath: path))
            }
            try await withGateway(configuration) { running in
                try await Self.whenReady(running)
                #expect(await running.gateway.report().cache.disk?.entries == 1)
                try await onThread {
                    let client = try running.client()
                    let texts = [try client.ask("/a").text, try client.ask("/b").text]
                    #expect(texts == ["answer 2", "answer 3"])
                }
                let report = try await running.report { $0.cache.disk?.writes == 2 }
                #expect(report.cache.disk?.corrupt == 2)
                #expect(report.cache.disk?.entries == 2)
            }
            #expect(place.responses.count == 2)
        }

        /// Files where folders should be: every write fails, whoever runs the test.
        @Test(.timeLimit(.minutes(1)))
        func aDiskThatTakesNothingCostsNoRequest() async throws {
            let place = try TemporaryFolder()
            defer { place.remove() }
            let origin = try Origin { request, _ in Origin.ok(Self.large(request.target), Self.fresh) }
            defer { origin.stop() }
            let home = place.path + "/goodgate-cache"
            try FileManager.default.createDirectory(
                atPath: home,
                withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700]
            )
            for number in 0..<256 {
                let name = String(number, radix: 16)
                try Data().write(to: URL(fileURLWithPath: home + "/" + (number < 16 ? "0" : "") + name))
            }
            try await withGateway(Self.configuration(origin, place)) { running in
                try await Self.whenReady(running)
                try await onThread {
                    let client = try running.client()
                    for page in 0..<8 { #expect(try client.ask("/\(page)").text == Self.large("/\(page)")) }
                    #expect(try client.ask("/7").field("Cache-Status")?.contains("hit") == true)
                    #expect(try client.ask("/0").text == Self.large("/0"))
                }
                // The first one may be in memory still, or was fetched again.
                let report = try await running.report { $0.cache.disk?.writeFailures == UInt64(origin.requests.count) }
                #expect(report.cache.disk?.writeFailures == UInt64(origin.requests.count))
                #expect(report.cache.disk?.writes == 0)
                #expect(report.cache.disk?.entries == 0)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aDirectoryThatIsRemovedUnderUsIsMadeAgain() async throws {
            let place = try TemporaryFolder()
            defer { place.remove() }
            let origin = try Origin { request, _ in Origin.ok(Self.large(request.target), Self.fresh) }
            defer { origin.stop() }
            try await withGateway(Self.configuration(origin, place)) { running in
                try await Self.whenReady(running)
                try FileManager.default.removeItem(atPath: place.path + "/goodgate-cache")
                #expect(try await onThread { try running.client().ask("/0").status } == 200)
                let failed = try await running.report { $0.cache.disk?.writeFailures == 1 }
                #expect(failed.cache.disk?.writeFailures == 1)
                // What comes before it is made again is not written; the first after that is.
                var pages = 0
                while await running.gateway.report().cache.disk?.writes == 0, pages < 10_000 {
                    pages += 1
                    let target = "/\(pages)"
                    #expect(try await onThread { try running.client().ask(target).text } == Self.large(target))
                }
                #expect((await running.gateway.report().cache.disk?.entries ?? 0) > 0)
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aDirectoryThatIsNotThereCostsNoRequest() async throws {
            let place = try TemporaryFolder()
            place.remove()
            let origin = try Origin { _, _ in Origin.ok("page", Self.fresh) }
            defer { origin.stop() }
            try await withGateway(Self.configuration(origin, place)) { running in
                try await onThread {
                    let client = try running.client()
                    for _ in 0..<3 { #expect(try client.ask("/").text == "page") }
                }
                let report = try await running.report { $0.cache.disk?.state == .unusable }
                #expect(report.cache.disk?.state == .unusable)
                #expect(report.cache.count(.hit) == 2)
            }
        }
    }
}
