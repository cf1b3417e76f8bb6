public import GatewayConfig

/// What reading the configuration again came to.
public enum ReloadOutcome: Sendable {
    /// The new configuration is in force.
    ///
    /// `notes` name changes that only a restart brings.
    case applied(generation: Int, changes: [String], notes: [String], warnings: [Problem])
    /// The old configuration stays in force.
    case refused([Problem])
}
