import Foundation
import GatewayLab

/// One run of a case: its network is made, a command runs in the visitor's place, and everything is taken away.
struct NetworkRun {
    let network: NetworkCase
    let command: [String]
    let tools: NetworkTools
    let signals: NetworkSignals

    /// The command's exit status.
    func run(announce: () -> Void) async throws -> Int32 {
        let places = NetworkPlaces(tools: self.tools, names: try NetworkNames.ofThisProcess())
        let result: Result<Int32, any Error>
        do {
            result = .success(try await self.visited(places, announce))
        } catch {
            result = .failure(error)
        }
        try await Self.aside { places.remove() }
        return try result.get()
    }

    private func visited(_ places: NetworkPlaces, _ announce: () -> Void) async throws -> Int32 {
        let (network, signals) = (self.network, self.signals)
        try await Self.aside { try places.make(network) { signals.first == nil } }
        if let signal = signals.first { return 128 + signal }
        let site = try NetworkSiteProcess.start(network.name, in: places.names.site, self.tools)
        let result: Result<Int32, any Error>
        do {
            result = .success(try await self.visited(places, site, announce))
        } catch {
            result = .failure(error)
        }
        await site.end()
        return try result.get()
    }

    private func visited(
        _ places: NetworkPlaces,
        _ site: NetworkSiteProcess,
        _ announce: () -> Void
    ) async throws -> Int32 {
        let isReady = try await Self.aside { site.getsReady() }
        if let signal = self.signals.first { return 128 + signal }
        guard isReady else { throw Failure(.failure, "the site of `\(self.network.name)` did not start") }
        announce()
        let visit = NetworkVisit(
            tools: self.tools,
            namespace: places.names.visitor,
            command: self.command,
            url: self.network.url,
            signals: self.signals
        )
        return try await visit.run()
    }

    /// On a thread of its own: it waits for processes, and tasks must not.
    static func aside<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { done in
            Thread.detachNewThread { done.resume(with: Result { try work() }) }
        }
    }
}
