import GatewayDiagnose
import GatewayLab
import Testing

/// The lab names parties and causes without knowing the book that they are from.
struct LabNetworkTruthTests {
    @Test(arguments: NetworkCases.all.map(\.name))
    func partyAndCauseAreOfTheBook(name: String) throws {
        let truth = try #require(NetworkCases.named(name)).truth
        let party = try #require(Party(rawValue: truth.party))
        guard let cause = truth.cause else { return #expect(party == .nobody) }
        #expect(try #require(SiteCause(rawValue: cause)).words.party == party)
    }

    @Test(arguments: NetworkCases.all.map(\.name))
    func urlCanBeAsked(name: String) throws {
        let network = try #require(NetworkCases.named(name))
        let target = try Target(network.url)
        #expect(target.host == "\(name).lab.test" || target.host == "10.78.0.2")
    }
}
