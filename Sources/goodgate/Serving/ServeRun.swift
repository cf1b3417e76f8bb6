import Foundation
import GatewayConfig
import GatewayControl
import GatewayPlane
import UnixSignals

/// The life of a serving gateway from its start to its end, as signals drive it.
struct ServeRun {
    private enum Event: Sendable {
        case signal(UnixSignal)
        /// Every worker has ended.
        case ended
    }

    let source: ConfigurationSource
    let voice: ServeVoice
    private let supervision = Supervision()

    init(source: ConfigurationSource, voice: ServeVoice) {
        self.source = source
        self.voice = voice
    }

    /// Serves until a signal ends it.
    func run(_ loaded: ConfigurationSource.Loaded) async throws {
        // Before anything is announced: who reads "listening" may send a signal at once.
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup, .sigusr1)
        let running = try await RunningGateway.start(loaded, from: self.source)
        let (events, reporter) = AsyncStream.makeStream(of: Event.self)
        let listening = Task {
            for await signal in signals { reporter.yield(.signal(signal)) }
        }
        Thread.detachNewThread {
            running.gateway.waitUntilStopped()
            reporter.yield(.ended)
        }
        let watchdog = self.watchdog(of: running.gateway)
        self.voice.warned(loaded.warnings)
        self.voice.started(running, configuration: loaded.configuration)
        self.supervision.ready(status: "listening on \(running.gateway.addresses.joined(separator: ", "))")
        await self.serve(running, events)
        listening.cancel()
        watchdog?.cancel()
        await running.admin?.stop()
        self.voice.said("ended", "ended")
    }

    private func serve(_ running: RunningGateway, _ events: AsyncStream<Event>) async {
        var isDraining = false
        for await event in events {
            switch event {
            case .ended: return
            case .signal(.sighup): await self.reload(running)
            case .signal(.sigusr1):
                running.gateway.reopenLog()
                self.voice.said("log_reopened", "access log opened anew")
            case .signal where isDraining:
                self.voice.said("stopping", "second signal: ending at once")
                running.gateway.stop()
            case .signal:
                isDraining = true
                self.drain(running.gateway)
            }
        }
    }

    private func drain(_ gateway: Gateway) {
        let limit = gateway.configuration.drainTimeout.value
        self.supervision.stopping(status: "draining")
        self.voice.draining(limit)
        gateway.drain(milliseconds: UInt64(limit.isOff ? UInt32.max : limit.count))
    }

    private func reload(_ running: RunningGateway) async {
        self.supervision.reloading()
        self.voice.reloaded(await running.reloader.reload())
        // Also after a refusal: the manager waits for it, and the old configuration serves.
        self.supervision.ready(status: "listening on \(running.gateway.addresses.joined(separator: ", "))")
    }

    /// A sign of life only while every worker answers: one that hangs is what a watchdog is for.
    private func watchdog(of gateway: Gateway) -> Task<Void, Never>? {
        guard let interval = self.supervision.watchdog else { return nil }
        let supervision = self.supervision
        return Task {
            while !Task.isCancelled {
                _ = await gateway.report()
                supervision.alive()
                try? await Task.sleep(for: interval / 2)
            }
        }
    }
}
