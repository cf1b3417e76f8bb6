import Foundation
import GatewayFaults
import GatewayGuide
import Testing

/// The committed pages are the generated ones.
struct FaultPagesTests {
    private static let directory = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("docs/faults")

    @Test
    func committedPagesAreTheGeneratedOnes() throws {
        let pages = FaultPages.all()
        if ProcessInfo.processInfo.environment["GOODGATE_WRITE_DOCS"] == "1" {
            try FileManager.default.createDirectory(at: Self.directory, withIntermediateDirectories: true)
            for (name, text) in pages {
                try Data(text.utf8).write(to: Self.directory.appendingPathComponent(name))
            }
        }
        let hint = "write them again with `goodgate docs --write .`, or run this test with GOODGATE_WRITE_DOCS=1"
        for (name, text) in pages {
            let committed = try? String(contentsOf: Self.directory.appendingPathComponent(name), encoding: .utf8)
            #expect(committed == text, "docs/faults/\(name) is out of date; \(hint)")
        }
        let present = try FileManager.default.contentsOfDirectory(atPath: Self.directory.path)
        #expect(Set(present) == Set(pages.keys), "docs/faults holds other files than the generated ones; \(hint)")
    }

    @Test
    func committedTemplateGuideIsTheGeneratedOne() throws {
        let file = Self.directory.deletingLastPathComponent().appendingPathComponent("custom-pages.md")
        let text = TemplateGuide.markdown()
        if ProcessInfo.processInfo.environment["GOODGATE_WRITE_DOCS"] == "1" { try Data(text.utf8).write(to: file) }
        let hint = "write it again with `goodgate docs --write .`, or run this test with GOODGATE_WRITE_DOCS=1"
        #expect(try String(contentsOf: file, encoding: .utf8) == text, "docs/custom-pages.md is out of date; \(hint)")
        for variable in TemplateVariable.allCases { #expect(text.contains("`{{\(variable.rawValue)}}`")) }
    }

    @Test(arguments: Fault.Detail.allCases)
    func pageNamesItsFaultAndAdvisesEveryAudience(detail: Fault.Detail) {
        let page = FaultPages.markdown(for: detail)
        #expect(page.contains("`\(detail.token)`"))
        #expect(page.contains("`\(detail.kind.token)`"))
        for audience in Audience.allCases { #expect(page.contains("**\(audience.title).**")) }
        #expect(page.contains("## Meet it on purpose"))
    }

    @Test
    func indexLinksEveryPage() throws {
        let index = try #require(FaultPages.all()["README.md"])
        for detail in Fault.Detail.allCases { #expect(index.contains("](\(FaultPages.fileName(for: detail)))")) }
    }
}
