public import GatewayReactor
internal import Synchronization

/// A listening socket that the program before this one, or a service manager, left open for it.
public struct InheritedListener: Sendable, Hashable {
    /// The address as the configuration writes it (`127.0.0.1:8080`, `unix:/run/gate.sock`).
    public var configured: String
    /// The number under which the socket is open in this process.
    public var descriptor: Int32
    /// A service manager opened it and keeps it: its queue is for all workers, its file is not ours to remove.
    public var isActivated: Bool

    public init(configured: String, descriptor: Int32, isActivated: Bool = false) {
        self.configured = configured
        self.descriptor = descriptor
        self.isActivated = isActivated
    }
}

/// The listening sockets of a gateway, open for a program that is started while this value lives.
public final class ListenerHandover: Sendable {
    private let kept: [InheritableBox]

    /// What the next program has to be told.
    public let listeners: [InheritedListener]

    private final class InheritableBox: Sendable {
        let descriptor: InheritableDescriptor
        init(_ descriptor: consuming InheritableDescriptor) { self.descriptor = descriptor }
    }

    init(_ boxes: [ListenerBox], activated: Set<String>) throws(SystemError) {
        var kept: [InheritableBox] = []
        var listeners: [InheritedListener] = []
        for box in boxes {
            guard let listener = box.take() else { continue }
            let copy = InheritableBox(try listener.inheritable())
            listeners.append(
                InheritedListener(
                    configured: box.label,
                    descriptor: copy.descriptor.number,
                    isActivated: activated.contains(box.label)
                )
            )
            kept.append(copy)
        }
        self.kept = kept
        self.listeners = listeners
    }
}

extension Gateway {
    /// Makes the listening sockets of all workers ready to be inherited; this gateway goes on using them.
    public func handOver() async throws(SystemError) -> ListenerHandover {
        var boxes: [ListenerBox] = []
        for mailbox in self.mailboxes {
            boxes += await withCheckedContinuation { done in
                if !mailbox.post(.duplicateListeners { done.resume(returning: $0) }) { done.resume(returning: []) }
            }
        }
        return try ListenerHandover(boxes, activated: self.state.withLock { $0.activated })
    }

    /// Leaves new clients to the program that took the sockets over, and ends when those of before are served.
    ///
    /// Unlike `drain` it leaves an idle connection open for a while: the client may be sending a request on it at this
    /// moment, and finds in the answer that the connection ends (RFC 9112 §9.6).
    public func retire(milliseconds: UInt64) {
        self.leaveSocketFiles()
        // The cache's directory is for one at a time; what is in memory serves who is left.
        self.store.closeDisk {}
        for mailbox in self.mailboxes { mailbox.post(.retire(milliseconds: milliseconds)) }
    }
}
