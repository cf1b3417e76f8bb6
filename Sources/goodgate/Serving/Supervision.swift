import Foundation
import GatewayReactor

/// What the service manager (systemd) asked to be told, and telling it: `sd_notify(3)` without its library.
///
/// Says nothing where nobody asked.
struct Supervision: Sendable {
    private let socket: NotifySocket?
    /// How often the manager wants a sign of life; nil when it does not.
    let watchdog: Duration?

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.socket = environment["NOTIFY_SOCKET"].flatMap(NotifySocket.init(name:))
        // Meant for this process, unless it says for another.
        let isForUs = environment["WATCHDOG_PID"].map { $0 == "\(ProcessInfo.processInfo.processIdentifier)" } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap(Int64.init).flatMap { $0 > 0 && isForUs ? $0 : nil }
        self.watchdog = microseconds.map { .microseconds($0) }
    }

    func ready(status: String) { self.send(["READY=1", "STATUS=\(status)"]) }

    func reloading() {
        self.send(["RELOADING=1", "MONOTONIC_USEC=\(NotifySocket.monotonicMicroseconds)"])
    }

    func stopping(status: String) { self.send(["STOPPING=1", "STATUS=\(status)"]) }

    /// Another process is the service from now on; it says itself when it is ready.
    ///
    /// Said by the old one, because a manager with `NotifyAccess=main` listens to nobody else until then.
    func handedOver(to process: Int32) { self.send(["MAINPID=\(process)"]) }

    func alive() { self.send(["WATCHDOG=1"]) }

    /// A manager that went away is no reason to end.
    private func send(_ lines: [String]) { try? self.socket?.send(lines) }
}
