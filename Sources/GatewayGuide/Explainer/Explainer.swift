/// Explains the names that gateways, balancers and platforms give to a failure.
public enum Explainer {
    /// The explanation of a name, code, status or log line; nil when nothing is known about it.
    public static func explain(token: String) -> Explanation? { nil }

    /// Known names that look like the token, best first.
    public static func suggestions(for token: String, most: Int = 5) -> [String] { [] }
}
