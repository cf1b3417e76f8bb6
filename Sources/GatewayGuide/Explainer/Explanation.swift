/// What is known about a name.
public struct Explanation: Sendable {
    public let token: String

    public func text(color: Bool = false) -> String { self.token + "\n" }

    public func json() -> String { "{}\n" }
}
