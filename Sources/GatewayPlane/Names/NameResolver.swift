internal import GatewayConfig
internal import GatewayCore
internal import GatewayReactor

/// Keeps the addresses of names current, on a thread of its own.
///
/// What any thread may ask of it; `NameResolverLoop` does the work. Every answer goes to the closure it was made with,
/// on the resolver's thread. Not responsible for who uses the addresses.
final class NameResolver: Sendable {
    enum Message: Sendable {
        /// These names and no others.
        case watch(Set<WatchedName>, ResolverSettings)
        /// An address of the name does not work.
        case refresh(WatchedName)
        case stop
    }

    /// The files of the system that say where names are.
    struct Files: Sendable {
        var resolvConf = "/etc/resolv.conf"
        var hosts = "/etc/hosts"
    }

    private let mailbox: Mailbox<Message>

    /// Starts the thread; without names it sleeps.
    init(files: Files = Files(), tell: @escaping @Sendable (NameAnswer) -> Void) throws(SystemError) {
        let outcome = try StartOutcome<Message>()
        _ = try WorkerThread(name: "resolver") {
            do throws(SystemError) {
                let loop = try EventLoop()
                let mailbox = Mailbox<Message>(waker: loop.waker)
                outcome.set(.success(mailbox))
                NameResolverLoop(loop: loop, mailbox: mailbox, files: files, tell: tell).run()
            } catch {
                outcome.set(.failure(error))
            }
        }
        self.mailbox = try outcome.wait().get()
    }

    func watch(_ names: Set<WatchedName>, _ settings: ResolverSettings) { self.mailbox.post(.watch(names, settings)) }
    func refresh(_ name: WatchedName) { self.mailbox.post(.refresh(name)) }
    func stop() { self.mailbox.post(.stop) }
}

/// By which a worker says that an endpoint's address does not work.
struct NameRequests: Sendable {
    private let board: NameBoard
    private let resolver: NameResolver

    init(_ board: NameBoard, _ resolver: NameResolver) {
        self.board = board
        self.resolver = resolver
    }

    /// Asks for the name of the endpoint again; returns false when it has none that anybody watches.
    func refresh(_ label: String) -> Bool {
        guard let name = self.board.name(of: label) else { return false }
        self.resolver.refresh(name)
        return true
    }
}
