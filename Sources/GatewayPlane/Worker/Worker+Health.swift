internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults

/// What attempts teach about their endpoints.
extension Worker {
    /// A response head came: the endpoint is alive, and 503 says that it has too much.
    func headArrived(_ x: SlabKey, _ status: UInt16) {
        let endpoint = self.exchanges[x].endpoint
        let began = self.exchanges[x].trace.started
        let active = self.endpoints[endpoint].active
        self.learnLifetime(x, endpoint)
        if status == 503 {
            self.endpoints[endpoint].adaptive.distressed(
                .serviceUnavailable,
                beganAt: began,
                inFlight: active,
                now: self.now
            )
        } else {
            self.endpoints[endpoint].adaptive.succeeded(beganAt: began, inFlight: active, now: self.now)
        }
    }

    /// An attempt ended in a fault; it is still counted as under way.
    func attemptSuffered(_ x: SlabKey, _ fault: Fault) {
        let endpoint = self.exchanges[x].endpoint
        if self.exchanges[x].trace.isReused, self.exchanges[x].trace.bytesReceived == 0,
            fault.kind == .connectionTerminated
        {
            self.foundClosed(endpoint, afterIdle: self.exchanges[x].trace.idleTime)
        }
        guard let sign = AdaptiveLimit.Distress(fault) else { return }
        self.endpoints[endpoint].adaptive.distressed(
            sign,
            beganAt: self.exchanges[x].trace.started,
            inFlight: self.endpoints[endpoint].active,
            now: self.now
        )
    }

    /// An endpoint that failed last time is tried by one request, not by all that come while the answer is open.
    func holdForTrial(_ endpoint: SlabKey) {
        guard self.endpoints[endpoint].failuresInRow > 0 else { return }
        self.endpoints[endpoint].downUntil = max(self.endpoints[endpoint].downUntil, self.now + 1_000_000_000)
    }
}
