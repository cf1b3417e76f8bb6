/// Every scenario of the lab, in the order of an exchange's life.
///
/// The tables are in the files beside this one, by the part of the exchange that goes wrong.
public enum Scenarios {
    /// All scenarios; names are unique.
    public static let all: [Scenario] = Scenarios.recipes.map(\.scenario)

    /// The scenario of that name.
    public static func named(_ name: String) -> Scenario? {
        Scenarios.recipesByName[name]?.scenario
    }

    static let recipes: [Recipe] =
        Scenarios.names + Scenarios.connecting + Scenarios.waiting + Scenarios.heads + Scenarios.fields
        + Scenarios.framing
        + Scenarios.bodies + Scenarios.sizes + Scenarios.keptConnections + Scenarios.uploads + Scenarios.upgrades
        + Scenarios.encrypted + Scenarios.http2 + Scenarios.changing

    static let recipesByName: [String: Recipe] = Dictionary(
        Scenarios.recipes.map { ($0.scenario.name, $0) },
        uniquingKeysWith: { first, _ in first }
    )

    /// A short, correct answer that leaves the connection open.
    static let properAnswer = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nok\n"
}
