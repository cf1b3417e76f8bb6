import GatewayFaults

/// One scenario as the listing shows it; its property names are the keys of the JSON form.
struct LabListingEntry: Sendable, Encodable {
    let name: String
    let summary: String
    /// The token of the fault a gateway must see.
    let fault: String?
    /// The RFC 9209 token of that fault.
    let proxyStatusError: String?
    let method: String
    let contentLength: Int
    let fields: [String]
    let warmUps: Int
    let clients: Int
    let needs: String?
    let expectedStatus: Int
    let cutsOff: Bool
    let listensAs: String
    /// Its path on the main port.
    let path: String?
    /// Its own address, when the lab runs.
    let address: String?
    /// The address of the server beside it, when the lab runs.
    let neighbour: String?
    /// What a gateway makes of it, where several requests are needed to see that.
    let truth: String?

    /// Where to meet it, for people.
    var place: String {
        let beside = self.neighbour.map { "beside \($0)" }
        return [self.path, self.address, beside].compactMap { $0 }.joined(separator: "  ").nonEmpty ?? "its own address"
    }

    init(_ scenario: Scenario, lab: Lab?) {
        self.name = scenario.name
        self.summary = scenario.summary
        self.fault = scenario.provokes?.token
        self.proxyStatusError = scenario.provokes?.kind.token
        self.method = scenario.ask.method
        self.contentLength = scenario.ask.contentLength
        self.fields = scenario.ask.fields
        self.warmUps = scenario.ask.warmUps
        self.clients = scenario.ask.clients
        self.needs = scenario.ask.needs?.rawValue
        self.expectedStatus = scenario.expectedStatus
        self.cutsOff = scenario.cutsOff
        self.listensAs = scenario.listensAs.rawValue
        self.path = scenario.listensAs == .path ? "/" + scenario.name : nil
        self.truth = scenario.trial?.truth
        self.neighbour = lab?.neighbour(of: scenario.name)?.url
        let url = lab?.address(of: scenario.name)?.url
        self.address = url?.replacing("http://", with: Self.scheme(of: scenario), maxReplacements: 1)
    }
}

extension LabListingEntry {
    private static func scheme(of scenario: Scenario) -> String {
        switch scenario.listensAs {
        case .path, .ownPort, .unixSocket, .address, .name: "http://"
        case .tls: "https://"
        case .http2: "h2c://"
        }
    }
}

extension String {
    fileprivate var nonEmpty: String? { self.isEmpty ? nil : self }
}
