internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayGuide
internal import GatewayWire

/// gRPC calls: answers of the gateway's own in the form that their clients read.
extension Worker {
    /// Notes that the request is a call, whose client may say how long it waits (`grpc-timeout`).
    func readCall(_ x: SlabKey, _ c: SlabKey) {
        // Asked first, because looking into the table counts a reference.
        guard self.exchanges[x].request.contains(.contentType),
            let slot = self.exchanges[x].request.fields.first(.contentType)
        else { return }
        let isCall = self.clients[c].input.withSpan {
            GRPCCall.isCall(contentType: $0.extracting(slot.value.offsets))
        }
        self.exchanges[x].isCall = isCall
    }

    /// Whether the client has given up on its call: there is no use in another attempt.
    func isOverdue(_ x: SlabKey) -> Bool {
        self.exchanges[x].deadline > 0 && self.now >= self.exchanges[x].deadline
    }

    /// Whether a response that broke can end with trailers that say so: the client knows what to make of them, and what
    /// it was sent ends where a chunk does.
    func mayEndCall(_ x: SlabKey, _ fault: Fault) -> Bool {
        self.exchanges[x].isCall && fault.side != .client && self.exchanges[x].plan.framing == .chunked
            && self.exchanges[x].stage == .streaming && self.exchanges[x].pendingContent == 0
            && self.clients[self.exchanges[x].client].carrier == .stream
    }

    /// Ends a call whose response broke: to its client a status that is not OK is as visible as a reset, and says more.
    func endCall(_ x: SlabKey, _ fault: Fault) {
        let c = self.exchanges[x].client
        let (status, message) = self.callStatus(x, fault)
        var trailers = "0\r\ngrpc-status: \(status.rawValue)\r\ngrpc-message: \(message)\r\n"
        if let status = self.proxyStatus(x, fault) { trailers += "Proxy-Status: \(status)\r\n" }
        self.blocks.lend(to: &self.clients[c].output)
        self.clients[c].output.append(text: trailers + "\r\n")
        self.exchanges[x].stage = .answering
        self.setDeadline(client: c, after: self.settings.value.defaultTimers.write)
        self.sendAnswer(x)
    }

    private func callStatus(_ x: SlabKey, _ fault: Fault) -> (status: GRPCStatus, message: String) {
        let id = IncidentID.text(high: self.exchanges[x].requestIDHigh, low: self.exchanges[x].requestIDLow)
        let title = Guide.words(for: fault.detail).title
        let status = self.isOverdue(x) ? GRPCStatus.deadlineExceeded : GRPCStatus(fault)
        return (status, GRPCMessage.encoded("\(title) (\(fault.detail.token), \(id))"))
    }

    /// The answer to a call: trailers and nothing else, which in HTTP is a head (gRPC over HTTP/2, "Trailers-Only").
    func composeCallAnswer(_ x: SlabKey, _ c: SlabKey, _ fault: Fault, closes: Bool) {
        let id = IncidentID.text(high: self.exchanges[x].requestIDHigh, low: self.exchanges[x].requestIDLow)
        let (status, message) = self.callStatus(x, fault)
        self.exchanges[x].status = 200
        self.date.value.refresh(milliseconds: self.wall)
        var head = "HTTP/1.1 200 OK\r\nContent-Type: application/grpc\r\nContent-Length: 0\r\n"
        head += "grpc-status: \(status.rawValue)\r\ngrpc-message: \(message)\r\nX-Incident-ID: \(id)\r\n"
        if let status = self.proxyStatus(x, fault) { head += "Proxy-Status: \(status)\r\n" }
        if closes { head += "Connection: close\r\n" }
        self.clients[c].output.append(text: head)
        self.clients[c].output.append(self.date.value.line)
        self.clients[c].output.append("\r\n")
    }
}
