import Foundation
import GatewayFaults
import Testing

@testable import GatewayGuide

/// The book against what the real products answered (`Recorded`, made by Benchmarks/diagnose/record-pages.py).
@Suite struct RecordedPagesTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Recorded")
    private static let names: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: Self.folder.path)) ?? []).sorted()

    private static func traits(_ name: String) throws -> ResponseTraits {
        let data = try Data(contentsOf: Self.folder.appending(path: name))
        let text = String(decoding: data, as: UTF8.self)
        let end = try #require(text.range(of: "\r\n\r\n"))
        var lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
        let status = try #require(Int(lines.removeFirst().split(separator: " ")[1]))
        let fields = lines.map { line in
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            return (String(line[..<colon]), line[colon...].dropFirst().trimmingCharacters(in: .whitespaces))
        }
        let body = String(text[end.upperBound...])
        return ResponseTraits(status: status, fields: fields, body: body, length: body.utf8.count, seconds: 0.01)
    }

    @Test func thereAreRecordingsOfManyProducts() {
        let products = Set(Self.names.map { $0.prefix { $0 != "-" } })
        #expect(
            products.isSuperset(of: [
                "nginx", "haproxy", "httpd", "varnish", "caddy", "envoy", "squid", "trafficserver",
            ])
        )
    }

    @Test(arguments: Self.names) func theProductIsFoundAndNoOther(_ name: String) throws {
        let found = Attribution(try Self.traits(name))
        #expect(found.product?.id == String(name.prefix { $0 != "-" }))
        #expect(found.madeBy == .product)
        #expect(found.confidence >= 0.5)
    }

    @Test(arguments: [
        ("refused", "connection_refused"), ("silent", "http_response_timeout"), ("closed", "connection_terminated"),
        ("unresolved", "dns_error"),
        // 9.2 goes on trying a server that it has marked down, and says what it says of any that refuses.
        ("down", "connection_refused"),
    ])
    func trafficServersTitleTellsTheErrors(_ origin: String, _ expected: String) throws {
        let found = Attribution(try Self.traits("trafficserver-\(origin).http"))
        #expect(found.errors.first?.token == expected)
    }

    /// What says itself that it waited must not be taken for a refusal.
    @Test(arguments: Self.names.filter { $0.contains("-silent") && !$0.hasPrefix("varnish") && !$0.hasPrefix("httpd") })
    func aTimeoutIsNoRefusal(_ name: String) throws {
        let kinds = Attribution(try Self.traits(name)).errors.map(\.token)
        #expect(kinds.first.map { $0.contains("timeout") } == true, "\(kinds)")
    }
}
