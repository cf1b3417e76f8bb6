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
    private let upgrade: Upgrade

    /// What the gateway is doing, which decides what a signal means.
    private enum Phase {
        case serving
        /// Another program has the sockets; this one finishes what it has.
        case handedOver
        case draining
    }

    init(source: ConfigurationSource, voice: ServeVoice) {
        self.source = source
        self.voice = voice
        self.upgrade = Upgrade(program: .atStart())
    }

    /// Serves until a signal ends it.
    func run(_ loaded: ConfigurationSource.Loaded) async throws {
        // Before anything is announced: who reads "listening" may send a signal at once.
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup, .sigusr1, .sigusr2)
        let inheritance = Inheritance()
        let activated = inheritance == nil ? ActivatedSockets() : nil
        let listeners = loaded.configuration.listeners
        let running = try await RunningGateway.start(
            loaded,
            from: self.source,
            inheritance: inheritance,
            activated: activated?.listeners(for: listeners) ?? []
        )
        let (events, reporter) = AsyncStream.makeStream(of: Event.self)
        let listening = Task {
            for await signal in signals { reporter.yield(.signal(signal)) }
        }
        Thread.detachNewThread {
            running.gateway.waitUntilStopped()
            reporter.yield(.ended)
        }
        let watchdog = self.watchdog(of: running.gateway)
        let reminding = self.reminders(of: running.gateway)
        self.voice.warned(loaded.warnings)
        self.voice.started(running, configuration: loaded.configuration)
        for socket in activated?.unclaimed(by: listeners) ?? [] {
            self.voice.said("socket_unclaimed", "no `listen` has the address of systemd's socket \(socket)")
        }
        self.supervision.ready(status: "listening on \(running.gateway.addresses.joined(separator: ", "))")
        await self.serve(running, events)
        listening.cancel()
        watchdog?.cancel()
        reminding.cancel()
        await running.admin?.stop()
        self.voice.said("ended", "ended")
    }

    private func serve(_ running: RunningGateway, _ events: AsyncStream<Event>) async {
        var phase = Phase.serving
        for await event in events {
            switch (event, phase) {
            case (.ended, _): return
            case (.signal(.sigusr1), _):
                running.gateway.reopenLog()
                self.voice.said("log_reopened", "access log opened anew")
            case (.signal(.sighup), .serving): await self.reload(running)
            case (.signal(.sigusr2), .serving):
                if await self.handOver(running) { phase = .handedOver }
            case (.signal(.sighup), _), (.signal(.sigusr2), _):
                self.voice.said("signal_ignored", "this process only finishes what it has; signal the new one")
            case (.signal, .serving), (.signal, .handedOver):
                self.drain(running.gateway, isServing: phase == .serving)
                phase = .draining
            case (.signal, .draining):
                self.voice.said("stopping", "second signal: ending at once")
                running.gateway.stop()
            }
        }
    }

    /// Returns whether another program serves now.
    private func handOver(_ running: RunningGateway) async -> Bool {
        self.supervision.reloading()
        self.voice.said("upgrading", "upgrading: starting \(self.upgrade.program.path)")
        let outcome = await self.upgrade.run(running) { process in
            await running.admin?.stop()
            self.supervision.handedOver(to: process)
        }
        switch outcome {
        case .handedOver(let process):
            let limit = running.gateway.configuration.drainTimeout.value
            self.voice.handedOver(to: process, limit)
            running.gateway.retire(milliseconds: UInt64(limit.isOff ? UInt32.max : limit.count))
            return true
        case .refused(let reason):
            self.voice.said("upgrade_refused", "not upgraded: \(reason); this process goes on serving")
            self.supervision.ready(status: "listening on \(running.gateway.addresses.joined(separator: ", "))")
            return false
        }
    }

    private func drain(_ gateway: Gateway, isServing: Bool) {
        let limit = gateway.configuration.drainTimeout.value
        // After a hand-over the service does not stop; only this process does.
        if isServing { self.supervision.stopping(status: "draining") }
        self.voice.draining(limit)
        gateway.drain(milliseconds: UInt64(limit.isOff ? UInt32.max : limit.count))
    }

    private func reload(_ running: RunningGateway) async {
        self.supervision.reloading()
        self.voice.reloaded(await running.reloader.reload())
        // Also after a refusal: the manager waits for it, and the old configuration serves.
        self.supervision.ready(status: "listening on \(running.gateway.addresses.joined(separator: ", "))")
    }

    /// Says before certificates end, as long as it serves.
    private func reminders(of gateway: Gateway) -> Task<Void, Never> {
        let voice = self.voice
        return Task {
            var reminders = ExpiryReminders(gateway.certificates, now: Self.seconds)
            while (try? await Task.sleep(for: .seconds(3600))) != nil {
                for words in reminders.due(gateway.certificates, now: Self.seconds) {
                    voice.said("certificate_expires", words)
                }
            }
        }
    }

    private static var seconds: Int64 { Int64(Date().timeIntervalSince1970) }

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
