internal import GatewayConfig
internal import GatewayReactor

extension Gateway {
    static func open(
        _ listeners: [GatewayConfig.Listener],
        workers: Int
    ) -> (boxes: [[ListenerBox]], names: [(configured: String, bound: String)], problems: [String]) {
        var boxes = [[ListenerBox]](repeating: [], count: workers)
        var names: [(configured: String, bound: String)] = []
        var problems: [String] = []
        for listener in listeners {
            do throws(ListenProblem) {
                let (opened, bound) = try Self.open(listener.address, workers: workers)
                for (number, box) in opened.enumerated() { boxes[number].append(box) }
                names.append((listener.address.description, bound))
            } catch {
                problems.append(error.text(listener))
            }
        }
        return (boxes, names, problems)
    }

    /// One socket per worker with `SO_REUSEPORT`; a Unix socket's one queue is shared.
    private static func open(_ address: ListenAddress, workers: Int) throws(ListenProblem) -> ([ListenerBox], String) {
        let label = address.description
        do throws(SystemError) {
            switch address {
            case .unix(let path):
                UnixSocketFile.removeStale(path)
                let first = try GatewayReactor.Listener(.unix(path: path))
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
