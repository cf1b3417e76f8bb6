internal import GatewayReactor

/// What other places say of this machine's network.
extension Judge {
    mutating func weighControls() {
        if self.seen.pages.contains(where: { $0.response?.status == 511 }) {
            // RFC 6585 §6.
            self.scale.support(.captivePortal, by: 16, "the answer is 511: the network wants a sign-in first")
        }
        for look in self.seen.controls {
            guard let visit = look.visit, look.control.isForeign(visit), let response = visit.response else { continue }
            let place = response.field("location").map { " and Location: \($0.prefix(200))" } ?? ""
            let line = "\(look.control.target.redacted) is answered with status \(response.status)\(place)"
            self.scale.support(.captivePortal, by: 14, line, "something on this network answers in place of others")
        }
        guard self.seen.pages.allSatisfy({ $0.connect == nil }) else { return }
        if self.seen.resolution.addresses.isEmpty { self.weighOtherNames() } else { self.weighOtherPlaces() }
    }

    private mutating func weighOtherPlaces() {
        for visit in self.seen.controls.compactMap(\.visit) {
            if visit.connect == nil {
                let line = "\(visit.address.text), which has nothing to do with it, fails too"
                self.scale.support(.noNetwork, by: 5, line)
            } else {
                self.scale.weaken(.noNetwork, by: 5, "\(visit.address.text) can be reached from here")
            }
        }
    }

    private mutating func weighOtherNames() {
        let names = self.seen.controls.filter { $0.control.target.literal == nil }
        let known = names.filter { !$0.resolution.addresses.isEmpty }
        if let one = known.first {
            self.scale.weaken(.resolverDown, by: 3, "\(one.control.target.host) is found, only this name is not")
            return
        }
        let isBroken = names.allSatisfy { look in
            look.resolution.own.allSatisfy { $0.problem == .serverFailure || $0.problem == .refused }
        }
        guard !names.isEmpty, isBroken else { return }
        self.scale.support(.resolverDown, by: 6, "no other name is found, either (\(names[0].control.target.host))")
    }
}
