import Foundation

/// Draws while logs are read, on a thread of its own: those who read take all threads of the concurrency runtime.
final class LogsDrawing: Sendable {
    private static let tick = DispatchTimeInterval.milliseconds(200)

    private let stop = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    /// Calls `draw`, which draws as long as `waits` says so.
    init(_ draw: @escaping @Sendable (LogsDrawing) -> Void) {
        Thread.detachNewThread {
            draw(self)
            self.ended.signal()
        }
    }

    /// Waits for the next moment to draw; false when there is none.
    func waits() -> Bool { self.stop.wait(timeout: .now() + Self.tick) == .timedOut }

    /// Ends the drawing; comes back when nothing more is drawn.
    func end() {
        self.stop.signal()
        self.ended.wait()
    }
}
