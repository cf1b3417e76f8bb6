/// The cases of the lab's network, as text for people and as values for programs.
public struct NetworkListing: Sendable {
    /// One case; its property names are the keys of the JSON form.
    public struct Entry: Sendable, Encodable {
        public let name: String
        public let summary: String
        public let party: String
        public let cause: String?
        public let url: String
        /// What it takes of the kernel and not every one has.
        public let kernelModule: String?

        public init(_ network: NetworkCase) {
            self.name = network.name
            self.summary = network.summary
            self.party = network.truth.party
            self.cause = network.truth.cause
            self.url = network.url
            self.kernelModule = network.kernelModule
        }
    }

    public let cases: [Entry]

    public init() { self.cases = NetworkCases.all.map(Entry.init) }

    /// A table with one line for each case.
    public var text: String {
        let rows =
            [["CASE", "PARTY", "CAUSE", "WHAT HAPPENS"]]
            + self.cases.map { [$0.name, $0.party, $0.cause ?? "-", $0.summary] }
        return LabListing.table(rows).joined(separator: "\n") + "\n"
    }
}
