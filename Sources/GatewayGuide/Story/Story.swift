import Foundation
import GatewayFaults

/// What an incident means: its likely causes in order, the evidence for each, and what each person should do.
public struct Story: Sendable {
    public let incident: Incident
    /// The suspected causes, most likely first.
    public let suspicions: [Suspicion]

    public init(_ incident: Incident) {
        self.incident = incident
        self.suspicions = Diagnosis(incident).suspicions
    }

    /// The words of the fault that the story is about.
    public var words: Words? {
        self.incident.tellingFault.map { Guide.words(for: $0.detail) }
    }

    /// The story for a terminal; nothing in it can control the terminal but our own colours.
    public func text(color: Bool = false) -> String {
        StoryText(self, paint: Paint(isOn: color)).text
    }

    /// The story and the incident as JSON, ASCII only.
    public func json() -> String { JSONText.encode(Document(self)) }

    private struct Document: Encodable {
        struct Suspect: Encodable {
            let cause: String
            let title: String
            let likelihood: String
            let confidence: Double
            let supporting: [String]
            let against: [String]
            let remedy: String
            let remedyFor: String
        }

        let incident: Incident
        let title: String?
        let whatHappened: String?
        let reference: String?
        let causes: [Suspect]
        let advice: [Explanation.Advice]

        init(_ story: Story) {
            let words = story.words
            self.incident = story.incident
            self.title = words?.title
            self.whatHappened = words?.whatHappened
            self.reference = words?.reference.url
            self.causes = story.suspicions.map { suspicion in
                Suspect(
                    cause: suspicion.cause.rawValue,
                    title: suspicion.cause.title,
                    likelihood: suspicion.likelihood,
                    confidence: (suspicion.confidence * 100).rounded() / 100,
                    supporting: suspicion.supporting,
                    against: suspicion.against,
                    remedy: suspicion.cause.remedy.text,
                    remedyFor: suspicion.cause.remedy.audience.rawValue
                )
            }
            self.advice =
                words.map { words in
                    Audience.allCases.map { .init(audience: $0.rawValue, text: words.advice(for: $0)) }
                } ?? []
        }
    }
}

/// The same as `json()`, inside another document.
extension Story: Encodable {
    public func encode(to encoder: any Encoder) throws { try Document(self).encode(to: encoder) }
}
