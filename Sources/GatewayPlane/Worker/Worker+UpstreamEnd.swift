internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayReactor
internal import GatewayWire

extension Worker {
    /// FIN: the end of a close-delimited body, or a fault.
    func upstreamEnded(_ x: SlabKey, _ u: SlabKey) {
        self.upstreams[u].canRead = false
        self.exchanges[x].sawFIN = true
        guard self.exchanges[x].responseStarted else { return self.responseFailed(x, self.headEnded(x, u), errno: 0) }
        do throws(Fault) {
            try self.exchanges[x].responseBody.inputEnded()
        } catch {
            return self.responseFailed(x, error, errno: 0)
        }
        if self.exchanges[x].plan.framing == .chunked {
            let c = self.exchanges[x].client
            self.blocks.lend(to: &self.clients[c].output)
            self.clients[c].output.appendChunkedEnd()
        }
        self.exchanges[x].responseEnded = true
        self.receiveResponse(x)
    }

    private func headEnded(_ x: SlabKey, _ u: SlabKey) -> Fault {
        if !self.upstreams[u].input.isEmpty { return self.upstreams[u].input.withSpan { Fault.headEndedEarly($0) } }
        if self.exchanges[x].sendingStopped {
            return Fault(.brokenWhileSending, side: .upstream, phase: .sendRequest, code: self.exchanges[x].trace.errno)
        }
        let detail: Fault.Detail = self.exchanges[x].trace.isReused ? .closedOnReuse : .closedBeforeHead
        return Fault(detail, side: .upstream, phase: .responseHead)
    }

    /// RST or another error of the connection.
    func upstreamBroken(_ x: SlabKey, _ u: SlabKey, _ errno: Int32) {
        self.upstreams[u].canRead = false
        // Linux reports an RST that came behind a FIN as a broken pipe.
        if errno == Errno.brokenPipe { self.exchanges[x].sawFIN = true }
        if self.exchanges[x].responseStarted {
            return self.responseFailed(
                x,
                Fault(.resetInsideBody, side: .upstream, phase: .responseBody, code: errno),
                errno: errno
            )
        }
        let detail: Fault.Detail =
            if !self.upstreams[u].input.isEmpty {
                .resetInsideHead
            } else if self.exchanges[x].sendingStopped {
                .brokenWhileSending
            } else {
                self.exchanges[x].trace.isReused ? .resetOnReuse : .resetBeforeHead
            }
        let phase: Fault.Phase = detail == .brokenWhileSending ? .sendRequest : .responseHead
        self.responseFailed(x, Fault(detail, side: .upstream, phase: phase, code: errno), errno: errno)
    }

    /// The response cannot be completed: before its head went out this is a failed attempt, after it a visible abort.
    func responseFailed(_ x: SlabKey, _ fault: Fault, errno: Int32) {
        if self.exchanges[x].responseStarted, self.exchanges[x].cache.isOrphan {
            return self.orphanFailed(x, fault, errno: errno)
        }
        if self.exchanges[x].responseStarted, self.exchanges[x].bytesOut == 0, self.exchanges[x].stage == .streaming {
            self.takeBackResponse(x, fault)
        }
        guard self.exchanges[x].responseStarted else { return self.attemptFailed(x, fault, errno: errno) }
        self.abort(x, fault, errno: errno)
    }

    /// Not a byte of the response left us, so the client can have an explanation instead of a broken answer.
    private func takeBackResponse(_ x: SlabKey, _ fault: Fault) {
        if self.exchanges[x].cache.fill != nil { self.dropFill(x, fault) }
        self.clients[self.exchanges[x].client].output.clear()
        self.exchanges[x].responseStarted = false
        self.exchanges[x].responseEnded = false
        self.exchanges[x].pendingContent = 0
    }
}
