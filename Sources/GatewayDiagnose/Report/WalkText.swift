internal import GatewayFaults
internal import GatewayGuide
internal import GatewayReactor
internal import GatewayWire

/// Draws the walk as a tree, one stage after the other as it is walked.
public struct WalkText: Sendable {
    private let paint: DiagnosisPaint
    /// The handshake and the exchange come with the connection: each gets its branch.
    private static let width = 10

    public init(color: Bool) { self.paint = DiagnosisPaint(isOn: color) }

    private struct Line {
        var mark: DiagnosisPaint.Mark
        var text: String

        init(_ mark: DiagnosisPaint.Mark, _ text: String) {
            self.mark = mark
            self.text = text
        }
    }

    /// The lines of one step, each with its end.
    public func text(_ event: WalkEvent) -> String {
        switch event {
        case .here(let facts): self.branch("here", [Self.here(facts)])
        case .resolved(let resolution): self.branch("resolve", Self.resolved(resolution))
        case .askedZone(let facts): self.branch("zone", Self.zone(facts))
        case .visitedByZone(let visits): self.branch("zone", visits.map(Self.connected))
        case .visited(let visits):
            self.branch("connect", visits.map(Self.connected)) + self.handshakes(visits) + self.exchanges(visits)
        case .triedPort(let visit): self.branch("port", [Self.connected(visit)])
        case .offered(let offer): self.branch("HTTP/3", [Line(.plain, "offered (\(offer.sources)), not tried here")])
        case .unverified(let visits):
            self.branch("unchecked", visits.filter { !$0.exchanges.isEmpty }.map(Self.exchanged))
        case .compared(let visits): self.branch("compare", visits.map(Self.compared))
        case .versioned(let visits): self.branch("HTTP/1.1", visits.map(Self.exchanged))
        case .followed(let hop): self.branch("redirect", [Self.followed(hop)])
        case .contrasted(let visits): self.branch("contrast", visits.map(Self.contrasted))
        case .sampled(let sample, let number):
            self.branch(number == 0 ? "pattern" : "", [Self.tried(sample.visit)])
        case .reused(let visits): self.branch("reuse", visits.flatMap(Self.reused))
        case .bypassed(let visits): self.branch("origin", visits.map(Self.bypassed))
        case .traced(let facts): self.branch("path", Self.traced(facts))
        case .controlled(let looks): self.branch("control", looks.map(Self.controlled))
        }
    }

    private func branch(_ name: String, _ lines: [Line]) -> String {
        var text = ""
        for (index, line) in lines.enumerated() {
            let label = index == 0 ? name : ""
            let padding = String(repeating: " ", count: max(1, Self.width - label.count))
            let sign = self.paint.sign(line.mark)
            text += " \(self.paint.bold(label))\(padding)\(sign) \(DiagnosisPaint.safe(line.text))\n"
        }
        return text
    }

    // MARK: - Stages

    private static func here(_ facts: HereFacts) -> Line {
        var parts: [String] = []
        switch (facts.hasRouteV4, facts.hasRouteV6) {
        case (true, true): parts.append("default routes for IPv4 and IPv6")
        case (true, false): parts.append("default route for IPv4 only")
        case (false, true): parts.append("default route for IPv6 only")
        case (false, false): parts.append("no default route")
        }
        let servers = facts.nameServers.joined(separator: ", ")
        parts.append(servers.isEmpty ? "no name server" : "name server \(servers)")
        if !facts.proxies.isEmpty { parts.append("proxy variables set") }
        return Line(facts.hasRouteV4 || facts.hasRouteV6 ? .good : .doubtful, parts.joined(separator: "; "))
    }

    private static func resolved(_ resolution: Resolution) -> [Line] {
        let addresses = resolution.addresses.map(\.hostText).joined(separator: ", ")
        var lines: [Line]
        switch resolution.source {
        case .none: lines = [Line(.bad, "\(resolution.host): no address")]
        case .literal: lines = [Line(.good, "\(addresses) (written in the URL)")]
        case .hostsFile: lines = [Line(.good, "\(addresses) (hosts file)")]
        case .system: lines = [Line(.good, "\(addresses) (the system's look-up)")]
        case .resolver: lines = [Line(.good, "\(addresses)  \(Judge.text(resolution.milliseconds))")]
        }
        for view in resolution.views { lines.append(Self.view(view)) }
        if let service = AliasedService(resolution) {
            let doubt = service.isUnverified ? " (nobody verified that)" : ""
            lines.append(Line(.plain, "\(service.alias) belongs to \(service.product.name)\(doubt)"))
        }
        return lines
    }

    private static func view(_ view: NameView) -> Line {
        let errors = view.errors.map { " [\($0.description)]" }.joined()
        guard let problem = view.problem else {
            let alias = view.aliases.last.map { " by the alias \($0)" } ?? ""
            let ttl = view.ttl.map { ", kept \($0) s" } ?? ""
            return Line(.good, "\(view.server): \(view.addresses.count) addresses\(alias)\(ttl)\(errors)")
        }
        let kept = view.negativeTTL.map { ", remembered for up to \($0) s" } ?? ""
        return Line(.bad, "\(view.server): \(Self.words(problem))\(kept)\(errors)  \(Judge.text(view.milliseconds))")
    }

    private static func zone(_ facts: ZoneFacts) -> [Line] {
        guard !facts.servers.isEmpty else {
            let unknown = facts.isUnknownToParent ? "the domain above does not know it" : "no server of the zone found"
            return [Line(.doubtful, unknown)]
        }
        return facts.servers.map { server in
            let line = Self.view(server.view)
            let serial = server.serial.map { ", edition \($0)" } ?? ""
            let lame = server.view.isAnswer && !server.isAuthoritative ? ", does not speak for the zone" : ""
            return Line(line.mark, "\(server.name) \(line.text)\(serial)\(lame)")
        }
    }

    private static func words(_ problem: NameView.Problem) -> String {
        switch problem {
        case .noName: "NXDOMAIN, the name does not exist"
        case .noAddress: "no A or AAAA record"
        case .serverFailure: "SERVFAIL"
        case .refused: "REFUSED"
        case .other(let code): "response code \(code)"
        case .timedOut: "no answer"
        case .unreachable: "cannot be reached"
        case .malformed: "no valid DNS message"
        }
    }

    private static func connected(_ visit: Visit) -> Line {
        guard let connect = visit.connect else {
            let isOurs = visit.fault?.detail == .networkUnreachable
            return Line(isOurs ? .doubtful : .bad, "\(visit.address.text)  \(Self.words(visit.fault))")
        }
        return Line(.good, "\(visit.address.text)  \(Judge.text(connect))")
    }

    private func handshakes(_ visits: [Visit]) -> String {
        let encrypted = visits.filter { $0.encryption != nil && $0.connect != nil }
        return self.branch("TLS", encrypted.map(Self.secured))
    }

    private static func secured(_ visit: Visit) -> Line {
        let place = visit.address.hostText
        guard let time = visit.handshake, let tls = visit.tls else {
            return Line(.bad, "\(place)  \(Self.words(visit.fault))")
        }
        let until = visit.certificates.first.map { ", certificate until \(Judge.day($0.notAfter).prefix(10))" } ?? ""
        let staple = visit.staple.map { $0 == .none ? "" : ", OCSP \($0.rawValue)" } ?? ""
        let isFine = visit.staple == PeerStaple.none || visit.staple == .good
        let line = "\(place)  \(Judge.text(time))  \(tls.version)\(until)\(staple)"
        return Line(isFine ? .good : .doubtful, line)
    }

    private func exchanges(_ visits: [Visit]) -> String {
        self.branch("exchange", visits.filter { !$0.exchanges.isEmpty }.map(Self.exchanged))
    }

    private static func exchanged(_ visit: Visit) -> Line {
        let place = visit.address.hostText
        guard let exchange = visit.exchanges.first else {
            return Line(.bad, "\(place)  \(Self.words(visit.fault))")
        }
        let time = exchange.total.map { Judge.text($0) } ?? ""
        var parts = [place, time]
        if let response = exchange.response {
            parts.append("\(response.status) \(StatusPhrase.phrase(Int(response.status)))")
            parts.append("\(response.contentBytes) bytes")
            if visit.version == .http2 { parts.append("HTTP/2") }
            if let server = response.field("server") { parts.append(server) }
        }
        if let fault = exchange.fault { parts.append(Self.words(fault)) }
        return Line(Judge.isGood(visit) ? .good : .bad, parts.joined(separator: "  "))
    }

    private static func tried(_ visit: Visit) -> Line {
        let line = Self.exchanged(visit)
        guard visit.encryption?.verifies == false else { return line }
        return Line(line.mark, line.text + "  (certificate not checked)")
    }

    private static func compared(_ visit: Visit) -> Line {
        let what = visit.variation?.title ?? "in plain text"
        guard visit.firstFault == nil else { return Line(.bad, "\(what): \(Self.words(visit.firstFault))") }
        if let response = visit.response { return Line(.good, "\(what): status \(response.status)") }
        let agreed = [visit.tls?.version, visit.tls?.applicationProtocol].compactMap { $0 }.filter { !$0.isEmpty }
        let subject = visit.certificates.first.map { ", \($0.subject)" } ?? ""
        return Line(.good, "\(what): \(agreed.joined(separator: " "))\(subject)")
    }

    private static func contrasted(_ visit: Visit) -> Line {
        let line = Self.exchanged(visit)
        return Line(line.mark, "\(visit.request?.title ?? ""): \(line.text)")
    }

    private static func followed(_ hop: Observations.Hop) -> Line {
        guard let visit = hop.visit else { return Line(.bad, "\(hop.target.redacted)  no address") }
        let line = Self.exchanged(visit)
        return Line(line.mark, "\(hop.target.redacted)  \(line.text)")
    }

    private static func reused(_ visit: Visit) -> [Line] {
        var lines = visit.exchanges.map { exchange in
            let what = exchange.fault.map { Self.words($0) } ?? "\(exchange.response?.status ?? 0)"
            return Line(exchange.fault == nil ? .good : .bad, "after \(exchange.idle) ms idle: \(what)")
        }
        if let idle = visit.closedIdleAfter { lines.append(Line(.plain, "closed after \(Judge.text(idle)) idle")) }
        return lines
    }

    private static func bypassed(_ visit: Visit) -> Line {
        visit.connect == nil ? Self.connected(visit) : Self.exchanged(visit)
    }

    private static func traced(_ facts: PathFacts) -> [Line] {
        let said = facts.hops.lastIndex { $0.reporter != nil }.map { facts.hops[...$0] } ?? []
        var lines = said.map { hop in
            let place = hop.reporter?.hostText ?? "*"
            let time = hop.milliseconds.map { "  \(Judge.text($0))" } ?? ""
            return Line(.plain, "\(hop.number)  \(place)\(time)\(hop.end.map { "  \($0.rawValue)" } ?? "")")
        }
        if said.count < facts.hops.count {
            let place = said.isEmpty ? "no router on the way says anything" : "nobody behind says anything"
            lines.append(Line(.plain, "\(place) (\(facts.hops.count) hops tried)"))
        }
        if let problem = facts.problem { lines.append(Line(.doubtful, "no trace: \(problem)")) }
        switch facts.echo {
        case .answered(let time): lines.append(Line(.good, "ping \(facts.address.hostText)  \(Judge.text(time))"))
        case .silent: lines.append(Line(.doubtful, "ping \(facts.address.hostText)  no answer"))
        case .notAllowed: lines.append(Line(.plain, "ping is not allowed to this user (net.ipv4.ping_group_range)"))
        }
        return lines
    }

    private static func controlled(_ look: Observations.ControlLook) -> Line {
        guard let visit = look.visit else { return Line(.bad, "\(look.control.target.host)  no address") }
        guard visit.connect != nil else { return Self.connected(visit) }
        let status = visit.response.map { "status \($0.status)" } ?? Self.words(visit.firstFault)
        let isForeign = look.control.isForeign(visit)
        let what = isForeign ? "\(status), which is not its own answer" : status
        return Line(isForeign ? .bad : .good, "\(look.control.target.host)  \(what)")
    }

    static func words(_ fault: Fault?) -> String {
        guard let fault else { return "failed" }
        let number: String
        switch fault.detail.codeMeaning {
        case .errno: number = fault.code == 0 ? "" : " (\(Errno.name(fault.code)))"
        case .tlsAlert: number = " (\(TLSAlert.name(fault.code) ?? String(fault.code)))"
        case .milliseconds: number = " (after \(Judge.text(Double(fault.code))))"
        case .none, .offset, .dnsRcode, .http2Error, .status, .limit: number = ""
        }
        return Self.titles[fault.detail] ?? Guide.words(for: fault.detail).title + number
    }

    /// Shorter, and from the visitor's side of the connection.
    private static let titles: [Fault.Detail: String] = [
        .connectRefused: "refused", .networkUnreachable: "no route from here",
        .closedBeforeHead: "closed without an answer", .resetBeforeHead: "reset without an answer",
    ]
}
