import GatewayFaults
import Testing

@testable import GatewayGuide

/// Walks every fault through everything that must know it.
struct LedgerTests {
    @Test(arguments: Fault.Detail.allCases)
    func everyAudienceGetsItsOwnWords(detail: Fault.Detail) {
        let words = Guide.words(for: detail)
        let texts = [words.title, words.whatHappened] + Audience.allCases.map { words.advice(for: $0) }
        for text in texts {
            #expect(text.utf8.count >= 12, "\(detail): \(text)")
            #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 }, "\(detail): \(text)")
            #expect(!text.contains("  "), "\(detail): \(text)")
        }
        #expect(Set(texts).count == texts.count, "\(detail)")
        #expect(words.title.count <= 60, "\(detail)")
        #expect(!words.title.hasSuffix("."), "\(detail)")
        for text in texts.dropFirst() {
            #expect(text.hasSuffix(".") || text.hasSuffix(").") || text.hasSuffix("`."), "\(text)")
        }
    }

    @Test
    func noTwoFaultsLookTheSame() {
        #expect(Set(Fault.Detail.allCases.map { Guide.words(for: $0).title }).count == Fault.Detail.count)
        #expect(Set(Fault.Detail.allCases.map { Guide.words(for: $0).operations }).count == Fault.Detail.count)
    }

    /// Words that a visitor should not have to know.
    @Test(arguments: Fault.Detail.allCases)
    func theVisitorReadsNoJargon(detail: Fault.Detail) {
        guard detail.kind != .httpRequestError else { return }
        let words = Guide.words(for: detail)
        let jargon = ["TCP", "TLS", "DNS", "RST", "EOF", "errno", "socket", "upstream", "endpoint", "timeout", "HTTP/"]
        for word in jargon {
            #expect(!words.whatHappened.contains(word), "\(detail): \(word)")
            #expect(!words.visitor.contains(word), "\(detail): \(word)")
        }
    }

    @Test(arguments: Fault.Detail.allCases)
    func theReferenceIsALink(detail: Fault.Detail) {
        let reference = Guide.words(for: detail).reference
        #expect(reference.url.hasPrefix("https://www.rfc-editor.org/rfc/rfc"))
        #expect(reference.label.hasPrefix("RFC "))
        // Where the words quote RFC 9209, they quote the section of the right type.
        if reference.rfc == 9209 { #expect(reference.section == detail.kind.section, "\(detail)") }
    }

    @Test(arguments: Fault.Detail.allCases)
    func everyFaultHasALabReferenceOrAReason(detail: Fault.Detail) {
        switch Guide.labScenario(for: detail) {
        case .scenario(let name), .clientRequest(let name):
            #expect(
                !name.isEmpty
                    && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
            )
        case .none(let reason): #expect(reason.count > 20)
        }
    }

    @Test(arguments: Fault.Detail.allCases)
    func everyFaultHasUsualCauses(detail: Fault.Detail) {
        let causes = Diagnosis.usual(Fault(detail))
        #expect(!causes.isEmpty)
        #expect(Set(causes.map(\.0)).count == causes.count)
        #expect(causes.allSatisfy { $0.1 > 0 })
    }

    @Test(arguments: Fault.Detail.allCases)
    func everyFaultCanBeExplainedByItsName(detail: Fault.Detail) throws {
        let explanation = try #require(Explainer.explain(token: detail.token))
        #expect(explanation.entries[0].faults.map(\.detail) == [detail.token])
        #expect(explanation.entries[0].advice.count == Audience.allCases.count)
    }

    @Test(arguments: Fault.Kind.allCases)
    func everyTypeCanBeExplainedByItsName(kind: Fault.Kind) throws {
        let explanation = try #require(Explainer.explain(token: kind.token))
        let entry = try #require(explanation.entries.first { $0.source.hasPrefix("RFC 9209") })
        #expect(!entry.faults.isEmpty)
    }

    @Test
    func waitingIsAdvisedExactlyWhereItHelps() {
        for detail in Fault.Detail.allCases { #expect((Guide.pause(for: detail) != nil) == detail.isTemporary) }
    }

    @Test
    func everyCauseHasATitleAndARemedy() {
        #expect(Set(Cause.allCases.map(\.title)).count == Cause.allCases.count)
        #expect(Set(Cause.allCases.map(\.remedy.text)).count == Cause.allCases.count)
    }
}
