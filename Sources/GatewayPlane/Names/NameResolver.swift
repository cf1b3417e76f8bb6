internal import GatewayConfig
internal import GatewayCore
internal import GatewayReactor
internal import GatewayWire

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
        /// Whose crawler is at this address?
        case verify(DNSAddress)
        case stop
    }

    /// The files of the system that say where names are.
    struct Files: Sendable {
        var resolvConf = "/etc/resolv.conf"
        var hosts = "/etc/hosts"
    }

    private let mailbox: Mailbox<Message>

    /// Starts the thread; without names it sleeps.
    ///
    /// - Parameters:
    ///   - found: gets the end of every look-up that `verify` began.
    ///   - tell: gets every answer for a watched name.
    init(
        files: Files = Files(),
        found: @escaping @Sendable (DNSAddress, CrawlerFinding) -> Void = { _, _ in },
        tell: @escaping @Sendable (NameAnswer) -> Void
    ) throws(SystemError) {
        let outcome = try StartOutcome<Message>()
        _ = try WorkerThread(name: "resolver") {
            do throws(SystemError) {
                let loop = try EventLoop()
                let mailbox = Mailbox<Message>(waker: loop.waker)
                outcome.set(.success(mailbox))
                NameResolverLoop(loop: loop, mailbox: mailbox, files: files, found: found, tell: tell).run()
            } catch {
                outcome.set(.failure(error))
            }
        }
        self.mailbox = try outcome.wait().get()
    }

    func watch(_ names: Set<WatchedName>, _ settings: ResolverSettings) { self.mailbox.post(.watch(names, settings)) }
    func refresh(_ name: WatchedName) { self.mailbox.post(.refresh(name)) }
    func verify(_ address: DNSAddress) { self.mailbox.post(.verify(address)) }
    func stop() { self.mailbox.post(.stop) }
}
