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

    /// The answer to a call: trailers and nothing else, which in HTTP is a head (gRPC over HTTP/2, "Trailers-Only").
    func composeCallAnswer(_ x: SlabKey, _ c: SlabKey, _ fault: Fault, closes: Bool) {
        let id = IncidentID.text(high: self.exchanges[x].requestIDHigh, low: self.exchanges[x].requestIDLow)
        let status = self.isOverdue(x) ? GRPCStatus.deadlineExceeded : GRPCStatus(fault)
        let title = Guide.words(for: fault.detail).title
        let message = GRPCMessage.encoded("\(title) (\(fault.detail.token), \(id))")
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
