/// What a configuration text may cost to read.
///
/// Ten thousand routes take about two megabytes.
enum DocumentLimits {
    static let bytes = 4 << 20
    /// Values in the tree, with those that aliases repeat.
    static let nodes = 500_000
    static let depth = 32
    /// The YAML library hashes keys before we see them, which takes time exponential in the number of aliases; so few
    /// of them, in a text so small, cannot take long.
    static let aliases = 16
    static let bytesWithAliases = 256 << 10
    /// Repeated keys that are reported one by one.
    static let repeatedKeys = 16
    /// Finding one reads the text up to eight times more.
    static let bytesToRepair = 256 << 10
    /// Methods of one route.
    static let methods = 32
    /// Statuses and ranges of them in one health check.
    static let statuses = 32
    /// Ranges of addresses that pass maintenance; every request is compared with each.
    static let ranges = 256
    static let nameServers = 8
    /// Of one listener.
    static let certificates = 10_000
    /// Pairs of host and method over all routes.
    static let claims = 1_000_000
    /// Problems that are reported; more would not be read.
    static let problems = 100
    /// Problems that are kept to be put in order; further ones are counted.
    static let keptProblems = 400
}
