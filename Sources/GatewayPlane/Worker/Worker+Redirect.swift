internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

/// From http:// to https://: the answer that sends a request there, and the field that keeps browsers there.
extension Worker {
    /// 308 keeps the method and the content (RFC 9110 §15.4.9).
    func redirect(_ x: SlabKey, _ c: SlabKey) {
        guard !self.exchanges[x].request.authority.isEmpty else {
            return self.answer(x, Fault(.hostMissing, side: .client, phase: .requestHead))
        }
        self.exchanges[x].status = 308
        self.exchanges[x].stage = .answering
        let closes = !self.exchanges[x].requestRead || !self.exchanges[x].request.isPersistent || self.isDraining
        self.exchanges[x].plan = ResponsePlan(framing: .none, closes: closes)
        self.exchanges[x].responseEnded = true
        self.date.value.refresh(milliseconds: self.wall)
        self.blocks.lend(to: &self.clients[c].output)
        self.clients[c].output.append("HTTP/1.1 308 Permanent Redirect\r\nLocation: https://")
        self.appendLocation(x, c)
        self.clients[c].output.append("\r\nContent-Length: 0\r\n")
        if closes { self.clients[c].output.append("Connection: close\r\n") }
        self.clients[c].output.append(self.date.value.line)
        self.clients[c].output.append("\r\n")
        self.setDeadline(client: c, after: self.settings.value.defaultTimers.write)
        self.exchanges[x].bytesOut &+= UInt64(self.clients[c].output.count)
        self.record(x, .answered)
        self.sendAnswer(x)
    }

    /// Host, port and target of the request at https://; all of them were checked when the head was read.
    private func appendLocation(_ x: SlabKey, _ c: SlabKey) {
        let authority = self.exchanges[x].request.authority
        let target = self.exchanges[x].request.pathAndQuery
        let (host, hasPath) = self.clients[c].input.withSpan { bytes in
            (Self.hostCount(authority, bytes), !target.isEmpty && bytes[Int(target.start)] == UInt8(ascii: "/"))
        }
        self.clients[c].output.append(self.clients[c].input, from: Int(authority.start), count: host)
        let port = self.clients[c].redirectPort
        if port != 443 {
            self.clients[c].output.append(":")
            self.clients[c].output.append(decimal: port)
        }
        guard hasPath else { return self.clients[c].output.append("/") }
        self.clients[c].output.append(self.clients[c].input, from: Int(target.start), count: Int(target.count))
    }

    /// How much of an authority is the host: an IPv6 address with its brackets, or what stands before the port.
    static func hostCount(_ authority: ByteRange, _ bytes: borrowing Span<UInt8>) -> Int {
        let start = Int(authority.start)
        let end = start + Int(authority.count)
        let mark = bytes[start] == UInt8(ascii: "[") ? UInt8(ascii: "]") : UInt8(ascii: ":")
        var at = start
        while at < end, bytes[at] != mark { at += 1 }
        return (mark == UInt8(ascii: "]") ? min(at + 1, end) : at) - start
    }

    // MARK: - Strict-Transport-Security

    /// For a response over TLS only (RFC 6797 §7.2).
    func appendStrictTransport(_ c: SlabKey, to buffer: inout Buffer) {
        guard let key = self.listeners.key(at: UInt32(self.clients[c].listener)) else { return }
        buffer.append(self.listeners[key].strictTransport)
    }

    /// Whether the upstream says it itself: of two, browsers take the first (RFC 6797 §8.1).
    func saysStrictTransport(_ x: SlabKey, _ u: SlabKey) -> Bool {
        for index in 0..<self.exchanges[x].response.fields.count {
            let slot = self.exchanges[x].response.fields[index]
            guard slot.name.count == Self.strictTransport.count else { continue }
            let isSame = self.upstreams[u].input.withSpan { bytes in
                // No other byte of a field's name becomes one of these by the bit that small letters have.
                Self.strictTransport.indices.allSatisfy {
                    bytes[Int(slot.name.start) + $0] | 0x20 == Self.strictTransport[$0]
                }
            }
            if isSame { return true }
        }
        return false
    }

    private static let strictTransport = Array("strict-transport-security".utf8)
}
