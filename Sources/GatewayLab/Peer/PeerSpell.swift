import NIOCore
import Synchronization

/// A peer that has bad spells: its listener, its connections, and whether it is in one.
///
/// Lives on the one event loop of its lab; other threads may ask how it is. Not responsible for what its connections
/// say: they ask for the script of a request, and its steps tell when a spell begins.
final class PeerSpell: Sendable {
    /// What the connections hear when the peer goes away.
    enum Farewell: Sendable {
        case reset
        case close
    }

    private struct State {
        var isOn = false
        /// Spells whose farewell all connections heard: nothing of what was is left.
        var settled = 0
        var mayBegin = ContinuousClock.now
        var listener: (any Channel)?
        var guests: [ObjectIdentifier: any Channel] = [:]
    }

    private let kind: Spell
    private let options: LabOptions
    /// Given the spell, so that neither keeps the other alive.
    private let listen: @Sendable (PeerSpell) -> EventLoopFuture<any Channel>
    private let state = Mutex(State())

    init(
        _ kind: Spell,
        options: LabOptions,
        listen: @escaping @Sendable (PeerSpell) -> EventLoopFuture<any Channel>
    ) {
        self.kind = kind
        self.options = options
        self.listen = listen
    }

    var isOn: Bool { self.state.withLock { $0.isOn } }

    /// Spells so far, with one that lasts, once nothing is left of the peer as it was.
    var settled: Int { self.state.withLock { $0.settled } }

    /// Listens; the port must be one that is chosen for nobody else meanwhile.
    func open() -> EventLoopFuture<any Channel> {
        self.listen(self).map { listener in
            self.state.withLock {
                $0.listener = listener
                $0.isOn = false
            }
            return listener
        }
    }

    func accepted(_ guest: any Channel) {
        let id = ObjectIdentifier(guest)
        self.state.withLock { $0.guests[id] = guest }
        guest.closeFuture.whenComplete { _ in _ = self.state.withLock { $0.guests.removeValue(forKey: id) } }
    }

    // MARK: - Requests

    /// Whether somebody only asks how the peer is.
    func isQuestion(_ head: RequestHead) -> Bool {
        guard case .unwell(let path) = self.kind else { return false }
        return head.path == path
    }

    func script(for head: RequestHead) -> Script {
        let answer = OriginAnswer(head: head)
        if self.isQuestion(head) {
            return Script(steps: self.isOn ? answer.page("unwell\n", status: 503) : answer.page("ok\n"))
        }
        guard self.state.withLock({ !$0.isOn && ContinuousClock.now >= $0.mayBegin }) else {
            return Script(steps: answer.page("ok\n"))
        }
        switch self.kind {
        case .gone(isAnnounced: true):
            let close = head.wantsClose ? "" : "Connection: close\r\n"
            return Script(steps: [.leave] + answer.page("ok\n", fields: close) + [.end(.fin)])
        case .gone(isAnnounced: false), .unwell:
            return Script(steps: [.leave] + answer.page("ok\n"))
        }
    }

    // MARK: - Spells

    /// The answer that follows is the last good moment.
    func begin(on loop: any EventLoop) {
        let isNew = self.state.withLock { state in
            guard !state.isOn else { return false }
            state.isOn = true
            state.mayBegin = ContinuousClock.now + self.options.spell + self.options.spellRest
            return true
        }
        guard isNew else { return }
        loop.scheduleTask(in: TimeAmount(self.options.spell)) { self.end() }
        switch self.kind {
        case .unwell: self.state.withLock { $0.settled += 1 }
        case .gone(isAnnounced: true):
            self.stopListening()
            self.tell(.close)
        case .gone(isAnnounced: false):
            self.stopListening()
            // The answer is to be read before the reset.
            loop.scheduleTask(in: TimeAmount(self.options.gap)) { self.tell(.reset) }
        }
    }

    private func stopListening() {
        self.state.withLock { $0.listener.take() }?.close(promise: nil)
    }

    private func tell(_ farewell: Farewell) {
        for guest in self.state.withLock({ Array($0.guests.values) }) {
            guest.pipeline.fireUserInboundEventTriggered(farewell)
        }
        self.state.withLock { $0.settled += 1 }
    }

    private func end() {
        switch self.kind {
        case .unwell: self.state.withLock { $0.isOn = false }
        // Fails when the lab ends: until then the port is taken.
        case .gone: _ = self.open()
        }
    }
}
