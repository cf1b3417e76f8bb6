internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayGuide
internal import GatewayReactor
internal import GatewayWire

/// Turning requests away at little cost: the answer is prepared, and its story is kept as numbers.
extension Worker {
    /// Answers a request that nothing was tried for.
    func shedNow(_ x: SlabKey, _ fault: Fault, seconds: Int) {
        let c = self.exchanges[x].client
        let form = AnswerForm(accept: self.fieldText(x, .accept))
        guard !self.exchanges[x].isCall,
            let prepared = self.settings.value.snapshot.shedding.answer(fault.detail, form)
        else {
            return self.answer(x, fault, unavailableFor: seconds)
        }
        self.exchanges[x].fault = fault
        self.exchanges[x].prevention = .none
        self.exchanges[x].status = UInt16(fault.detail.status)
        self.exchanges[x].stage = .answering
        self.makeID(x)
        self.count(fault)
        self.countVisible(x, fault)
        self.counters.shed &+= 1
        let closes =
            !self.exchanges[x].requestRead || !self.exchanges[x].request.isPersistent || self.isDraining
        self.exchanges[x].plan = ResponsePlan(framing: .none, closes: closes)
        self.exchanges[x].responseEnded = true
        self.composeShed(x, c, prepared, seconds: seconds, closes: closes)
        self.setDeadline(client: c, after: self.settings.value.defaultTimers.write)
        self.exchanges[x].bytesOut &+= UInt64(self.clients[c].output.count)
        self.record(x, .answered)
        self.recorder.keep(
            ShedRecord(
                high: self.exchanges[x].requestIDHigh,
                low: self.exchanges[x].requestIDLow,
                startedMS: self.exchanges[x].startedWall,
                fault: fault,
                status: self.exchanges[x].status,
                route: self.routes[self.exchanges[x].route].number,
                peer: self.clients[c].peer,
                backlog: fault.isForWantOfRoom ? self.turnedAwayForBacklog(self.exchanges[x].route) : nil,
                distress: fault.isForWantOfRoom ? self.distressNote(self.exchanges[x].route)?.note : nil
            )
        )
        self.sendAnswer(x)
    }

    private func composeShed(_ x: SlabKey, _ c: SlabKey, _ prepared: SheddingAnswer, seconds: Int, closes: Bool) {
        self.date.value.refresh(milliseconds: self.wall)
        self.blocks.lend(to: &self.clients[c].output)
        self.scratch.value.clear()
        if let verdict = self.exchanges[x].rateVerdict {
            self.routes[self.exchanges[x].route].rate?.appendFields(verdict, to: &self.scratch.value)
        }
        self.timeText.value.clear()
        self.timeText.value.append(text: UTCTime.text(milliseconds: self.wall))
        prepared.compose(
            SheddingAnswer.Occasion(
                idHigh: self.exchanges[x].requestIDHigh,
                idLow: self.exchanges[x].requestIDLow,
                retryAfter: seconds,
                closes: closes,
                isHead: self.exchanges[x].request.method == .head
            ),
            date: self.date.value.line,
            time: self.timeText.value,
            lines: self.scratch.value,
            into: &self.clients[c].output
        )
    }
}

extension Fault {
    /// Whether the request was turned away because those before it took all there was.
    fileprivate var isForWantOfRoom: Bool { self.detail == .queueFull || self.detail == .queueTimeout }
}
