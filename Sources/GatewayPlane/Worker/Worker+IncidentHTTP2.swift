internal import GatewayBytes
internal import GatewayCore
internal import GatewayFaults
internal import GatewayGuide
internal import GatewayWire

/// What an upstream did on an HTTP/2 connection: the lines of evidence in an incident.
extension Worker {
    func addHTTP2Notes(_ x: SlabKey, to incident: inout Incident) {
        if let violation = self.exchanges[x].violation {
            let rule = violation.error.rule
            var note = "the upstream \(rule.sentence) (\(rule.section), \(rule.name)); answered with "
            note += "\(violation.error.code.name)"
            if let frame = violation.frame, let type = HTTP2FrameType(rawValue: frame.type) {
                note += "; it was reading a frame of type \(type.name), \(frame.length) octets, stream \(frame.stream)"
            }
            incident.notes.append(note)
        }
        guard let fault = self.exchanges[x].trace.fault ?? self.exchanges[x].fault else { return }
        switch fault.detail.codeMeaning {
        case .http2Error:
            let code = HTTP2ErrorCode(wire: UInt32(bitPattern: fault.code))
            if self.exchanges[x].violation == nil {
                incident.notes.append("HTTP/2 error code of the upstream: \(code.name)")
            }
        case .none, .errno, .offset, .tlsAlert, .dnsRcode, .status, .limit, .milliseconds: break
        }
        if self.exchanges[x].trace.isCollateral {
            incident.notes.append("other requests were under way on the same connection, and ended with it")
        }
    }
}
