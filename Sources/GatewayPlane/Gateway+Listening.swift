internal import GatewayConfig
internal import GatewayReactor

extension Gateway {
    static func open(
        _ listeners: [GatewayConfig.Listener],
        workers: Int,
        inherited: [InheritedListener] = []
    ) -> (boxes: [[ListenerBox]], names: [(configured: String, bound: String)], problems: [String]) {
        var boxes = [[ListenerBox]](repeating: [], count: workers)
        var names: [(configured: String, bound: String)] = []
        var problems: [String] = []
        let activated = Set(inherited.filter(\.isActivated).map(\.configured))
        var queues = Dictionary(grouping: inherited, by: \.configured).mapValues { Self.adopt($0) }
        for listener in listeners {
            do throws(ListenProblem) {
                let handed = queues.removeValue(forKey: listener.address.description) ?? []
                let isShared = activated.contains(listener.address.description)
                let (opened, bound) = try Self.open(listener, workers: workers, handed: handed, isShared: isShared)
                // More queues than workers: every one is served, because its clients know of no other.
                for (number, box) in opened.enumerated() { boxes[number % workers].append(box) }
                names.append((listener.address.description, bound))
            } catch {
                problems.append(error.text(listener))
            }
        }
        return (boxes, names, problems)
    }

    /// The sockets that listen, closed on exec from here on; anything else under these numbers is left alone.
    ///
    /// Those of an address that is configured no more are closed with the array: the program before this one still
    /// serves who waits there.
    private static func adopt(_ inherited: [InheritedListener]) -> [ListenerBox] {
        inherited.compactMap { one in
            let path = one.configured.hasPrefix("unix:") ? String(one.configured.dropFirst(5)) : nil
            guard let listener = try? GatewayReactor.Listener(inherited: one.descriptor, path: path) else { return nil }
            return ListenerBox(listener, label: one.configured)
        }
    }

    /// One socket per worker with `SO_REUSEPORT`; a Unix socket's one queue is shared.
    private static func open(
        _ listener: GatewayConfig.Listener,
        workers: Int,
        handed: [ListenerBox],
        isShared: Bool
    ) throws(ListenProblem) -> ([ListenerBox], String) {
        let label = listener.address.description
        do throws(SystemError) {
            if !handed.isEmpty {
                return try Self.extend(handed, label: label, workers: workers, isShared: isShared)
            }
            switch listener.address {
            case .unix(let path):
                UnixSocketFile.removeStale(path)
                let first = try GatewayReactor.Listener(.unix(path: path), mode: listener.fileMode)
                var boxes: [ListenerBox] = []
                for _ in 1..<max(1, workers) { boxes.append(ListenerBox(try first.duplicate(), label: label)) }
                boxes.append(ListenerBox(first, label: label))
                return (boxes, label)
            case .tcp(let host, let port):
                var target = try Self.listenAddress(host, port)
                // SO_REUSEPORT would let a second gateway share the port in silence: one bind without it tells.
                if target.port != 0 { _ = try GatewayReactor.Listener(.address(target), backlog: 1, shared: false) }
                var boxes: [ListenerBox] = []
                for _ in 0..<workers {
                    let listener = try GatewayReactor.Listener(.address(target))
                    // The first socket's port is the port of all, also when 0 was asked for.
                    target = listener.address
                    boxes.append(ListenerBox(listener, label: label))
                }
                return (boxes, target.text)
            }
        } catch {
            throw ListenProblem(call: "\(error.call)", errno: error.errno)
        }
    }

    /// Inherited queues, and one more for each worker that would have none.
    private static func extend(
        _ handed: [ListenerBox],
        label: String,
        workers: Int,
        isShared: Bool
    ) throws(SystemError) -> ([ListenerBox], String) {
        var boxes = handed
        var bound = label
        for number in handed.indices {
            guard let listener = handed[number].take() else { continue }
            if listener.path == nil { bound = listener.address.text }
            for _ in 0..<(number == 0 ? max(0, workers - handed.count) : 0) {
                boxes.append(ListenerBox(try Self.another(listener, isShared: isShared), label: label))
            }
            boxes[number] = ListenerBox(listener, label: label)
        }
        return (boxes, bound)
    }

    /// A queue of the worker's own, or a second handle on the one there is.
    ///
    /// A service manager's queue outlives this program, so clients wait in it while the program is replaced; those in
    /// a queue of our own would be reset. It also may have been bound without `SO_REUSEPORT`.
    private static func another(
        _ listener: borrowing GatewayReactor.Listener,
        isShared: Bool
    ) throws(SystemError) -> GatewayReactor.Listener {
        guard listener.path == nil, !isShared else { return try listener.duplicate() }
        return try GatewayReactor.Listener(.address(listener.address))
    }

    private static func listenAddress(_ host: String, _ port: Int) throws(SystemError) -> SocketAddress {
        let port = UInt16(clamping: port)
        if host.isEmpty || host == "*" { return SocketAddress(family: .v4, high: 0, low: 0, port: port) }
        if host == "localhost" { return .loopbackV4(port: port) }
        if let literal = SocketAddress(literal: host, port: port) { return literal }
        if case .success(let addresses) = HostResolver.resolve(host, port: port), let first = addresses.first {
            return first
        }
        throw SystemError.unknownHost
    }
}
