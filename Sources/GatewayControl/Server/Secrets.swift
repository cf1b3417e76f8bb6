/// Comparing secrets.
enum Secrets {
    /// Takes the same time wherever the two differ, so that nobody can guess a token byte by byte.
    ///
    /// The length is no secret.
    static func areEqual(_ given: [UInt8], _ secret: [UInt8]) -> Bool {
        guard given.count == secret.count else { return false }
        var difference: UInt8 = 0
        for index in secret.indices { difference |= given[index] ^ secret[index] }
        return difference == 0
    }
}
