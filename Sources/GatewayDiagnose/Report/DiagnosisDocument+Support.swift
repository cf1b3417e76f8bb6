internal import GatewayFaults
internal import GatewayGuide

/// What a support desk asks for besides the verdict, in the words of every report.
extension DiagnosisDocument {
    var frequency: String {
        guard let failed = self.persistence.failed, let tries = self.persistence.tries else { return "looked at once" }
        return "\(self.persistence.kind): \(Proportion(failed: failed, tries: tries).text)"
    }

    /// Where TLS was spoken first, at the edge and at an origin.
    var secured: [VisitRow] {
        let rows = self.visits.filter { !$0.certificates.isEmpty }
        let edge = rows.first { $0.purpose != .origin }
        return [edge, rows.first { $0.purpose == .origin }].compactMap { $0 }
    }

    /// The message as it came, or the fault instead of one: of an address that fails, where one does.
    static func answer(_ seen: Observations) -> String? {
        guard let page = seen.pages.first(where: { !Judge.isGood($0) }) ?? seen.pages.first else { return nil }
        let status = page.response.map { response in
            let reason = response.reason.isEmpty ? StatusPhrase.phrase(Int(response.status)) : response.reason
            return "\(response.status) \(reason.prefix(80))"
        }
        let parts = [status, page.firstFault?.detail.token].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// What only people can add; nothing where all is well.
    static func missing(_ verdict: Verdict, _ seen: Observations) -> [String] {
        guard verdict.outcome != .healthy else { return [] }
        let started = UTCTime.text(milliseconds: Int64(seen.started), withMilliseconds: true)
        var lines = [
            "since when it fails, and what was changed last (deployment, DNS, certificate, firewall)",
            "whether it fails from other networks and for other paths; public address, provider and country of this one",
        ]
        switch verdict.stage {
        case .here, .resolve, nil: break
        case .connect:
            let target = seen.finalTarget
            lines.append(
                "the way in both directions: `mtr -rwT -P \(target.port) \(target.host)` here, and towards here there"
            )
            lines.append("the rules of every firewall between here and the server")
        case .handshake: break
        case .exchange, .pattern:
            lines += [
                "the lines of every log between gateway and application at \(started)",
                "timeouts and keep-alive settings of each hop, and how busy it was then (processor, connections, files)",
                "a browser's recording and its console: `goodgate har FILE --sanitize OUT` takes the secrets out",
            ]
        }
        guard verdict.attribution?.product?.kind == .cdn else { return lines }
        return lines + [
            "a second recording with the CDN bypassed, and whether the origin lets all of the CDN's addresses in"
        ]
    }
}
