public import GatewayGuide

/// What a cause is called, whose side it is on, and what takes it away.
public struct CauseWords: Sendable {
    public struct Step: Sendable {
        public var audience: Audience
        public var text: String
    }

    public var title: String
    public var party: Party
    /// Most promising first.
    public var steps: [Step]
    /// What would tell this cause from its neighbours; `HOST`, `PORT` and `ADDRESS` stand for the site's.
    public var next: String?

    init(_ title: String, _ party: Party, _ steps: [(Audience, String)], next: String? = nil) {
        self.title = title
        self.party = party
        self.steps = steps.map { Step(audience: $0.0, text: $0.1) }
        self.next = next
    }
}
