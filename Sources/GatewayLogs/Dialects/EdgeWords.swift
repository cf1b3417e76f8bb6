import GatewayFaults

/// What IIS and CloudFront say about a failure: sub-status and Windows error, result type.
struct EdgeWords {
    var substatus: Int64 = 0
    var win32: Int64 = 0
    var result = Slice.none
    var detail = Slice.none

    func judge(_ bytes: borrowing Span<UInt8>, into line: inout LogLine) {
        if self.detail.equals("ClientCommError", in: bytes) || self.win32 == 1236 || self.win32 == 64 {
            line.verdict = .clientLeft
            return
        }
        guard line.isServerError else { return }
        if !self.detail.isMissing {
            self.judgeEdge(bytes, into: &line)
        } else {
            self.judgeServer(into: &line)
        }
    }

    /// CloudFront: the detailed type names what went wrong on the way to the origin.
    private func judgeEdge(_ bytes: borrowing Span<UInt8>, into line: inout LogLine) {
        let known: Fault.Detail? =
            if self.detail.equals("OriginConnectError", in: bytes) {
                .connectRefused
            } else if self.detail.equals("OriginDnsError", in: bytes) {
                .dnsOther
            } else if self.detail.equals("OriginReadTimeout", in: bytes)
                || self.detail.equals("OriginReadTimeoutError", in: bytes)
            {
                .responseHeadTimeout
            } else if self.detail.equals("OriginCommError", in: bytes) {
                .closedBeforeHead
            } else if self.detail.equals("OriginInvalidResponse", in: bytes) {
                .statusLineMalformed
            } else if self.detail.equals("OriginZeroSizeObjectError", in: bytes) {
                .lengthTruncated
            } else if self.detail.equals("SlowReaderOriginError", in: bytes) {
                .bodyStalled
            } else if self.detail.equals("LimitExceeded", in: bytes)
                || self.detail.equals("CapacityExceeded", in: bytes)
            {
                .connectionLimit
            } else {
                nil
            }
        if let known {
            line.verdict = .told
            line.cause = Cause(known)
        } else {
            // "Error" alone: the origin's own status, which the edge passed on.
            line.verdict = self.detail.equals("Error", in: bytes) ? .origin : .unclassified
        }
    }

    /// IIS with Application Request Routing: 502.3 and the WinHTTP error, 502.4 for no server.
    private func judgeServer(into line: inout LogLine) {
        let detail: Fault.Detail? =
            switch (line.status, self.substatus, self.win32) {
            case (502, 4, _): .noEndpointAvailable
            case (502, _, 12002), (504, _, 12002): .responseHeadTimeout
            case (502, _, 12007): .dnsNameNotFound
            case (502, _, 12029): .connectRefused
            case (502, _, 12030), (502, _, 12031): .closedBeforeHead
            case (502, _, 12152): .statusLineMalformed
            case (502, _, 12175): .tlsHandshakeFailed
            case (502, 1, _), (502, 2, _): .closedBeforeHead
            case (503, 2, _): .connectionLimit
            case (503, 0, _), (503, 4, _): .noEndpointAvailable
            default: nil
            }
        line.verdict = detail == nil ? (line.status == 500 ? .origin : .untold) : .told
        line.cause = detail.map { Cause($0) } ?? .none
    }
}
