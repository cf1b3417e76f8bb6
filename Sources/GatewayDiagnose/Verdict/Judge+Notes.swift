internal import GatewayFaults
internal import GatewayGuide
internal import GatewayReactor
internal import GatewayWire

extension Judge {
    private static let fewDays: Int64 = 14
    /// Beyond it people are turned away by limits that somebody will meet one day.
    private static let largeHead = 8192

    /// What is worth knowing although it is not the cause.
    mutating func addNotes() {
        let here = self.seen.here
        if let proxy = here.proxy(for: self.seen.target.scheme) {
            self.verdict.notes.append(
                "programs here go through the proxy \(proxy.value) (\(proxy.variable)); this walk did not"
            )
        }
        if self.seen.isCutShort {
            self.verdict.notes.append("the walk's time was over before everything was looked at (--timeout)")
        }
        if self.seen.target.hadUserInfo { self.verdict.notes.append("name and password in the URL were not sent") }
        let lost = self.seen.pages.filter { $0.retransmits > 0 && $0.connect != nil }
        for visit in lost {
            self.verdict.notes.append("\(visit.retransmits) packets to \(visit.address.hostText) had to be sent again")
        }
        if self.seen.resolution.source == .hostsFile, !self.seen.resolution.overridden.isEmpty {
            let there = self.seen.resolution.overridden.map(\.hostText).joined(separator: ", ")
            self.verdict.notes.append("the hosts file decides about the address here; DNS has \(there)")
        }
        self.noteFamilies()
        self.noteVariations()
        self.noteCertificate()
        self.noteResponse()
        self.noteNames()
        self.noteNegative()
        self.noteHTTP3()
        self.noteZone()
    }

    private mutating func noteFamilies() {
        let skipped = self.seen.pages.filter { $0.fault?.detail == .networkUnreachable }
        guard !skipped.isEmpty, skipped.count < self.seen.pages.count else { return }
        let family = skipped.first?.address.family == .v6 ? "IPv6" : "IPv4"
        self.verdict.notes.append("this machine has no \(family); the site's \(family) addresses were not looked at")
    }

    private mutating func noteCertificate() {
        guard let certificate = self.seen.pages.first(where: { $0.handshake != nil })?.certificates.first else {
            return
        }
        let days = (certificate.notAfter - Int64(self.seen.started / 1000)) / 86_400
        guard days < Self.fewDays else { return }
        self.verdict.notes.append("the certificate expires in \(days) days (\(Self.day(certificate.notAfter)))")
    }

    private mutating func noteResponse() {
        if let skew = self.clockSkew, abs(skew) > 300 {
            self.verdict.notes.append("the clocks here and there differ by \(Self.span(skew))")
        }
        guard let response = self.seen.final?.response else { return }
        if (400..<500).contains(response.status) {
            let phrase = StatusPhrase.phrase(Int(response.status))
            self.verdict.notes.append("the server answers this request with \(response.status) \(phrase)")
        }
        if response.headBytes > Self.largeHead {
            self.verdict.notes.append(
                "the head of the answer has \(response.headBytes) bytes; gateways stop at 4 to 128 KiB"
            )
        }
        if response.isCut {
            self.verdict.notes.append("the content is long or endless; \(response.contentBytes) bytes of it were read")
        }
        if let age = response.field("age"), response.status >= 500 {
            self.verdict.notes.append("the answer comes from a cache and is \(age.prefix(12)) s old")
        }
    }

    /// Different answers are no failure: sites give every region its own addresses.
    private mutating func noteNames() {
        let known = self.seen.resolution.views.filter { !$0.addresses.isEmpty }
        guard let first = known.first else { return }
        let others = known.dropFirst().filter { view in !view.addresses.contains { first.addresses.contains($0) } }
        for view in others {
            let addresses = view.addresses.prefix(3).map(\.hostText).joined(separator: ", ")
            self.verdict.notes.append(
                "\(view.server) has other addresses (\(addresses)): usual for sites with many places"
            )
        }
        self.noteSilence()
    }

    /// A repair shows only when this time is over.
    private mutating func noteNegative() {
        let views = self.seen.resolution.views
        guard let longest = views.max(by: { $0.negativeTTL ?? 0 < $1.negativeTTL ?? 0 }),
            let seconds = longest.negativeTTL, seconds > 0
        else { return }
        self.verdict.notes.append(
            "\(longest.server) may remember for up to \(seconds) s that there is nothing: a repair shows only then"
        )
    }

    /// Browsers try it first, and a firewall that drops UDP holds up only them.
    private mutating func noteHTTP3() {
        guard let offer = self.seen.http3 else { return }
        self.verdict.notes.append(
            "the site offers HTTP/3 (\(offer.sources)), which browsers use and this walk does not try; "
                + "to tell: curl --http3-only -sSI \(RepeatedSteps.quoted(self.seen.finalTarget.redacted))"
        )
    }

    private mutating func noteSilence() {
        let silent = self.seen.resolution.own.filter { $0.problem == .timedOut || $0.problem == .unreachable }
        guard !silent.isEmpty, silent.count < self.seen.resolution.own.count else { return }
        let servers = silent.map(\.server).joined(separator: ", ")
        self.verdict.notes.append("the name server \(servers) does not answer; every name takes longer for it")
    }

    /// Seconds by which our clock is ahead of the server's; nil where it did not say.
    var clockSkew: Double? {
        let visits = self.seen.pages + self.seen.unverified + self.seen.controls.compactMap(\.visit)
        for visit in visits {
            guard let text = visit.response?.field("date"), visit.response?.field("age") == nil else { continue }
            let bytes = Array(text.utf8)
            let range = ByteRange(from: 0, to: bytes.count)
            let now = Int64(visit.started / 1000)
            guard let there = HTTPDate.epochSeconds(bytes.span, range, now: now) else { continue }
            return Double(visit.started) / 1000 - Double(there)
        }
        return nil
    }
}
