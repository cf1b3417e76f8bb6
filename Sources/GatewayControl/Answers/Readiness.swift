internal import GatewayPlane

/// Whether the gateway takes requests, and if not, why.
struct Readiness: Encodable {
    let status: String
    let reasons: [String]
    let listening: [String]
    let generation: Int

    var isReady: Bool { self.reasons.isEmpty }

    init(_ gateway: Gateway) async {
        let report = await gateway.report()
        var reasons: [String] = []
        if gateway.hasStopped {
            reasons.append("the workers have ended")
        } else if report.isDraining {
            reasons.append("draining: what runs is finished, nothing new is taken")
        }
        if gateway.addresses.isEmpty { reasons.append("no address is listened on") }
        self.reasons = reasons
        self.status = reasons.isEmpty ? "ready" : "not ready"
        self.listening = gateway.addresses
        self.generation = gateway.generation
    }
}
