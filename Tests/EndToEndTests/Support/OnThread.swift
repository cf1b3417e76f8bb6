import GatewayReactor

/// Runs `body` on a thread of its own, so that blocking in it starves nobody.
func onThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { done in
        do {
            _ = try WorkerThread(name: "test") { done.resume(with: Swift.Result { try body() }) }
        } catch {
            done.resume(throwing: error)
        }
    }
}

/// Runs every body at once, each on its own thread, and returns what they gave in the order of the numbers.
func onThreads<Result: Sendable>(
    _ count: Int,
    _ body: @escaping @Sendable (Int) throws -> Result
) async throws -> [Result] {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
        for number in 0..<count { group.addTask { (number, try await onThread { try body(number) }) } }
        var results: [Int: Result] = [:]
        for try await (number, result) in group { results[number] = result }
        return (0..<count).compactMap { results[$0] }
    }
}
