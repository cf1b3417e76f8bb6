/// Every case of the lab's network, in the order of a request's way: name, route, connection, answer.
///
/// The tables are in `Cases`.
public enum NetworkCases {
    public static let all: [NetworkCase] =
        NetworkCases.healthy + NetworkCases.names + NetworkCases.here + NetworkCases.connecting + NetworkCases.addresses
        + NetworkCases.way + NetworkCases.answers

    public static func named(_ name: String) -> NetworkCase? { NetworkCases.all.first { $0.name == name } }
}
