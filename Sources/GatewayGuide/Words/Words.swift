/// What a fault means and what to do about it, for each person who may meet it.
///
/// Plain English, present tense. The visitor's words hold no jargon and nothing about the inside.
public struct Words: Hashable, Sendable {
    /// A heading of a few words.
    public let title: String
    /// What happened, for the visitor.
    public let whatHappened: String
    /// What the visitor should do: wait, or whom to tell.
    public let visitor: String
    /// What whoever runs the gateway should check, with commands.
    public let operations: String
    /// What whoever writes the application should check.
    public let developer: String
    /// What whoever runs the machines or the network should check.
    public let provider: String
    /// The specification that the fault is about.
    public let reference: Reference

    /// A section of a specification.
    public struct Reference: Hashable, Sendable {
        public let rfc: Int
        public let section: String

        public init(rfc: Int, section: String) {
            self.rfc = rfc
            self.section = section
        }

        /// "RFC 9112 §6.3".
        public var label: String { self.section.isEmpty ? "RFC \(self.rfc)" : "RFC \(self.rfc) §\(self.section)" }

        public var url: String {
            let page = "https://www.rfc-editor.org/rfc/rfc\(self.rfc).html"
            return self.section.isEmpty ? page : page + "#section-\(self.section)"
        }
    }

    public init(
        title: String,
        whatHappened: String,
        visitor: String,
        operations: String,
        developer: String,
        provider: String,
        reference: Reference
    ) {
        self.title = title
        self.whatHappened = whatHappened
        self.visitor = visitor
        self.operations = operations
        self.developer = developer
        self.provider = provider
        self.reference = reference
    }
}
