internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayWire

/// The time that a client says it waits: nothing is done for it afterwards.
///
/// It bounds the exchange, its waiting and its attempts, and the next hop is told what is left of it. When it is over,
/// that is nobody's fault: no endpoint is blamed for what a client chose.
extension Worker {
    func readDeadline(_ x: SlabKey, _ route: SlabKey) {
        let isCall = self.exchanges[x].isCall
        guard let name = self.routes[route].deadlineField ?? (isCall ? "grpc-timeout" : nil),
            let slot = self.fieldSlot(x, named: name)
        else { return }
        let value = self.exchanges[x].request.fields[slot].value
        let c = self.exchanges[x].client
        let said = self.clients[c].input.withSpan { RequestDeadline($0, Int(value.start)..<Int(value.end)) }
        guard let said else { return }
        self.exchanges[x].deadline = self.exchanges[x].started &+ said.length
        self.exchanges[x].deadlineSlot = slot
        self.exchanges[x].deadlineUnit = said.unit
    }

    /// Whether the attempt that is about to begin comes too late; the request is answered then.
    func isTooLate(_ x: SlabKey) -> Bool {
        let deadline = self.exchanges[x].deadline
        guard deadline > 0 else { return false }
        let left = deadline - min(deadline, self.now)
        if self.exchanges[x].attempts == 0, left > 0 { return false }
        let usual = self.routes[self.exchanges[x].route].latency.value(now: self.now)
        if left > 0, RequestDeadline.allowsAnother(left: left, usual: usual) { return false }
        self.exchanges[x].refusal = self.exchanges[x].attempts == 0 ? .none : .deadlineNear
        self.answer(x, self.exchanges[x].fault ?? self.deadlinePassed(x, .route))
        return true
    }

    /// The end of the client's time, where it came before the route's own limit.
    func deadlinePassed(_ x: SlabKey, _ phase: Fault.Phase) -> Fault {
        let length = self.exchanges[x].deadline - self.exchanges[x].started
        return Fault(.totalTimeout, side: .client, phase: phase, code: Int32(clamping: length / 1_000_000))
    }

    /// What the next hop is told.
    func deadlineLine(_ x: SlabKey) -> DeadlineLine? {
        let deadline = self.exchanges[x].deadline
        guard deadline > 0 else { return nil }
        let left = deadline - min(deadline, self.now)
        return DeadlineLine(
            slot: self.exchanges[x].deadlineSlot,
            milliseconds: max(1, left / 1_000_000),
            unit: self.exchanges[x].deadlineUnit
        )
    }
}
