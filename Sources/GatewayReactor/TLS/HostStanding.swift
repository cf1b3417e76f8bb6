/// How a host stands to the certificates that were shown for a name.
public enum HostStanding: Sendable {
    /// One of those that were shown has it.
    case shown
    /// One that was not shown has it.
    case another
    /// None has it.
    case none
}
