/// A scenario together with the way the lab produces it.
struct Recipe: Sendable {
    /// What the lab sets up for a scenario.
    enum Setting: Sendable {
        /// A listener whose connections follow a script.
        case scripted(Script)
        /// A port that is taken and on which nobody listens.
        case boundOnly
        /// A TCP listener that never accepts and whose queue is full, so that the kernel drops further SYNs.
        case fullQueue
        /// A Unix listener that never accepts and whose queue is full.
        case fullUnixQueue
        /// A Unix socket path that does not exist.
        case missingUnixPath
        /// An address the kernel has no way to, known without a packet leaving the machine.
        case noWay
        /// A server whose certificate has this wrong with it.
        case certificate(LabCertificate)
        /// A listener whose peer has bad spells.
        case changing(Spell)
        /// A name that moves from an address where nobody listens to that of a listener.
        case moving(Script)
        /// A name with which the lab's name server does this; behind it is the main port.
        case name(NameAct)
    }

    let scenario: Scenario
    let setting: Setting
    /// A server that is well, on a port of its own: it serves beside the peer.
    let neighbour: Script?

    init(_ scenario: Scenario, _ setting: Setting, neighbour: Script? = nil) {
        self.scenario = scenario
        self.setting = setting
        self.neighbour = neighbour
    }

    /// The usual kind: misbehaves once the request is complete.
    init(_ scenario: Scenario, steps: Step...) {
        self.init(scenario, .scripted(Script(steps: steps)))
    }

    /// True for a peer that stops reading, whose receive buffer is best small.
    var readsNothing: Bool {
        guard case .scripted(let script) = self.setting else { return false }
        return script.steps.contains { step in
            guard case .end(.stopReading) = step else { return false }
            return true
        }
    }
}
