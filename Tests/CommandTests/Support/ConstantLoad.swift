import Foundation
import Synchronization

/// Clients that ask all the time, on kept connections and on new ones, and keep count of what went wrong.
final class ConstantLoad: Sendable {
    private let port: Int
    private let isStopping = Atomic<Bool>(false)
    private let running = Atomic<Int>(0)
    private let answered = Atomic<Int>(0)
    private let troubles = Mutex<[String]>([])

    init(port: Int, kept: Int, new: Int) {
        self.port = port
        self.running.store(kept + new, ordering: .releasing)
        for number in 0..<kept + new {
            Thread.detachNewThread {
                while !self.isStopping.load(ordering: .acquiring) { self.connection(keeps: number < kept) }
                self.running.subtract(1, ordering: .acquiringAndReleasing)
            }
        }
    }

    var answers: Int { self.answered.load(ordering: .acquiring) }
    var failures: [String] { self.troubles.withLock { $0 } }

    func stop() async throws {
        self.isStopping.store(true, ordering: .releasing)
        try await until("the end of the clients") { self.running.load(ordering: .acquiring) == 0 }
    }

    /// Uses one connection for as long as the gateway lets it, with pauses in which it is idle.
    private func connection(keeps: Bool) {
        do {
            let client = try WireClient(port: self.port)
            while !self.isStopping.load(ordering: .acquiring) {
                let answer = try client.ask("/ok", keeps: keeps)
                self.answered.add(1, ordering: .acquiringAndReleasing)
                if answer.status != 200 { self.troubles.withLock { $0.append("status \(answer.status)") } }
                // Idle moments are part of the load: a kept connection must outlive them, or end where nobody loses.
                usleep(UInt32.random(in: 500...4000))
                if answer.closes || !keeps { return }
            }
        } catch {
            self.troubles.withLock { $0.append("\(keeps ? "kept" : "new"): \(error)") }
            // Not to spin while nothing listens; the trouble is recorded already, and fails the test.
            usleep(1000)
        }
    }
}
